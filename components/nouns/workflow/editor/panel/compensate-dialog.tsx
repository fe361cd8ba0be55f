'use client';

import { useState } from 'react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import type { OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { printStep } from '#domain/workflow/print.ts';
import { inFull, saidAt, writtenAt } from './fields/field-specs.ts';

type Parts = { editing: Editing; step: string; tasks: readonly OfferedTask[]; onClose: () => void };

/** Asks which task undoes a step. */
export function CompensateDialog({ editing, step: stepKey, tasks, onClose }: Parts) {
  const step = editing.sketch?.steps.get(stepKey);
  const said = step === undefined ? {} : printStep(step);
  const known = saidAt(inFull(said), ['compensate', 'task']);
  const [task, setTask] = useState(typeof known === 'string' ? known : '');
  const save = () => {
    editing.change({ kind: 'set-field', step: stepKey, ...writtenAt(said, ['compensate', 'task'], task) });
    onClose();
  };
  return (
    <Dialog
      title={`What undoes ${stepKey}?`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={task === ''} onClick={save}>
            Undo it so
          </Button>
        </>
      }
    >
      <Combobox
        label="Task"
        hint="It runs when the step succeeded, and its run fails or is cancelled."
        value={task}
        options={tasks.map(({ name }) => ({ value: name }))}
        placeholder="Type to find a task"
        onChange={setTask}
      />
    </Dialog>
  );
}
