'use client';

import { useCommand } from '#components/api/use-command.ts';
import { DeletePoolDocument } from '#components/generated/gates.ts';
import { type Lock, sayStanding } from '#components/nouns/gate/gate-words.ts';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';

type Parts = { pool: Lock; onClose: () => void; onDone: () => void };

/** Says what deleting a pool does, and does it when told to. */
export function DeletePoolDialog({ pool, onClose, onDone }: Parts) {
  const remove = useCommand(DeletePoolDocument, (data) => data.deletePool);
  const say = useToast();
  const confirm = async () => {
    const answer = await remove.run({ name: pool.key });
    if (answer === undefined) return;
    say({ words: `The pool ${pool.key} is no more`, kind: 'done' });
    onDone();
  };
  return (
    <ConfirmDialog
      title={`Delete the pool ${pool.key}?`}
      verb="Delete pool"
      isDanger
      isBusy={remove.isBusy}
      refusal={remove.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{sayStanding(pool)}</p>
      <p className="text-quiet">
        It can be deleted when no task names it and nobody holds of it or waits. Jobs of older versions of a task that
        have not come to it yet run without it.
      </p>
    </ConfirmDialog>
  );
}
