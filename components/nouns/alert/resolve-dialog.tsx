'use client';

import { useCommand } from '#components/api/use-command.ts';
import { ResolveAlertDocument } from '#components/generated/alerts.ts';
import { Sentence } from '#components/time/sentence.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';

type Parts = { alert: { id: string; message: string }; onClose: () => void };

/** Asks why an alert may be closed, and closes it. The work that it is about goes on. */
export function ResolveDialog({ alert, onClose }: Parts) {
  const resolve = useCommand(ResolveAlertDocument, (data) => data.resolveAlert);
  const say = useToast();
  const confirm = async (reason: string | undefined) => {
    const answer = await resolve.run({ id: alert.id, reason: reason ?? null });
    if (answer === undefined) return;
    say({ words: 'The alert is resolved', kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title="Resolve this alert?"
      verb="Resolve alert"
      reason="required"
      isBusy={resolve.isBusy}
      refusal={resolve.refusal}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <p>
        <Sentence text={alert.message} />
      </p>
      <p className="text-quiet">The job that it is about is left as it is, and the same breach is not raised again.</p>
    </ConfirmDialog>
  );
}
