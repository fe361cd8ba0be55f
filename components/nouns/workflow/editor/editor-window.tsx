'use client';

import type { OfferedTask } from './model/offered-tasks.ts';
import type { Editing } from './model/use-editing.ts';
import { AddDialog } from './panel/add-dialog.tsx';
import { ConnectDialog } from './panel/connect-dialog.tsx';
import type { EditorActs } from './use-editor-edits.ts';

type Parts = { editing: Editing; acts: EditorActs; tasks: readonly OfferedTask[] };

/** The question that is open: which task comes next, or which step waits. */
export function EditorWindow({ editing, acts, tasks }: Parts) {
  const { window, ask, add } = acts;
  const close = () => ask(undefined);
  if (window === undefined) return null;
  if (window.kind === 'connect') return <ConnectDialog editing={editing} from={window.from} onClose={close} />;
  return (
    <AddDialog
      after={window.after}
      tasks={tasks}
      onAdd={(task, on) => {
        add(task, { after: window.after, on });
        close();
      }}
      onClose={close}
    />
  );
}
