'use client';

import type { OfferedTask } from './model/offered-tasks.ts';
import type { Editing } from './model/use-editing.ts';
import { AddDialog } from './panel/add-dialog.tsx';
import { CompensateDialog } from './panel/compensate-dialog.tsx';
import { ConnectDialog } from './panel/connect-dialog.tsx';
import type { EditorActs, OpenWindow } from './use-editor-edits.ts';

type Parts = { editing: Editing; acts: EditorActs; tasks: readonly OfferedTask[] };

/** The question that is open: which step comes next or between, or which step waits. */
export function EditorWindow({ editing, acts, tasks }: Parts) {
  const { window, ask } = acts;
  const close = () => ask(undefined);
  if (window === undefined) return null;
  if (window.kind === 'connect') return <ConnectDialog editing={editing} from={window.from} onClose={close} />;
  if (window.kind === 'compensate')
    return <CompensateDialog editing={editing} step={window.step} tasks={tasks} onClose={close} />;
  return <Adding window={window} acts={acts} tasks={tasks} onClose={close} />;
}

type AddingParts = Omit<Parts, 'editing'> & {
  window: Extract<OpenWindow, { kind: 'add' | 'insert' }>;
  onClose: () => void;
};

function Adding({ window, acts, tasks, onClose }: AddingParts) {
  if (window.kind === 'insert') {
    const { link } = window;
    return (
      <AddDialog
        title={`Insert a step between ${link.from} and ${link.to}`}
        after={undefined}
        tasks={tasks}
        onAdd={({ offer }) => {
          acts.insert(offer, link);
          onClose();
        }}
        onClose={onClose}
      />
    );
  }
  const { after, on, hasCondition, step } = window;
  return (
    <AddDialog
      title={after === undefined ? 'Add a step' : `Add a step after ${after}`}
      after={after}
      on={on}
      hasCondition={hasCondition}
      kind={step}
      tasks={tasks}
      onAdd={(added) => {
        acts.add(added.offer, { after, on: added.on, condition: added.condition });
        onClose();
      }}
      onClose={onClose}
    />
  );
}
