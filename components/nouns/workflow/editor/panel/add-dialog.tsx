'use client';

import { useState } from 'react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { kindOptions } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import type { OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { DependencyKind } from '#domain/workflow/definition.ts';

type Parts = {
  /** The step that the new one comes after; none for one that starts with the run. */
  after: string | undefined;
  tasks: readonly OfferedTask[];
  onAdd: (task: string, on: DependencyKind) => void;
  onClose: () => void;
};

/** Asks which task comes next. */
export function AddDialog({ after, tasks, onAdd, onClose }: Parts) {
  const [task, setTask] = useState('');
  const [on, setOn] = useState<DependencyKind>('success');
  return (
    <Dialog
      title={after === undefined ? 'Add a step' : `Add a step after ${after}`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={task === ''} onClick={() => onAdd(task, on)}>
            Add the step
          </Button>
        </>
      }
    >
      <Combobox
        label="Task"
        value={task}
        options={tasks.map(({ name }) => ({ value: name }))}
        placeholder="Type to find a task"
        onChange={setTask}
      />
      {after !== undefined && (
        <Select label={`When ${after} ended`} value={on} options={kindOptions} onChange={setOn} />
      )}
    </Dialog>
  );
}
