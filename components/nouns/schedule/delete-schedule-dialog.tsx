'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useCommand } from '#components/api/use-command.ts';
import { DeleteSchedulesDocument } from '#components/generated/schedules.ts';
import { screens } from '#components/kit/words/paths.ts';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';

/** Asks before a schedule ends for good. */
export function DeleteScheduleDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const go = useGo();
  const say = useToast();
  const remove = useCommand(DeleteSchedulesDocument, (data) => data.deleteSchedules);
  const confirm = async () => {
    if ((await remove.run({ ids: [id] })) === undefined) return;
    say({ words: `${name} has ended`, kind: 'done' });
    go(screens.schedules);
  };
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      verb="Delete the schedule"
      isDanger
      typed={name}
      isBusy={remove.isBusy}
      refusal={remove.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        It never fires again. Work that it has made goes on, and its ticks stay to be read under “Ended”. To stop it for
        a while, pause it instead.
      </p>
    </ConfirmDialog>
  );
}
