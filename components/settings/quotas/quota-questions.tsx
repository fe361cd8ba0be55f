'use client';

import { useCommand } from '#components/api/use-command.ts';
import { DeleteQuotaDocument, type QuotaRowFragment, ResetQuotaDocument } from '#components/generated/quotas.ts';
import { Sentence } from '#components/time/sentence.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { nameOfQuota, sayReset } from './quota-words.ts';

type DialogParts = { quota: QuotaRowFragment; onClose: () => void };

/** Asks why a quota is to count anew, and says what that does at once. */
export function ResetQuotaDialog({ quota, onClose }: DialogParts) {
  const reset = useCommand(ResetQuotaDocument, (data) => data.resetQuota);
  const say = useToast();
  const confirm = async (reason = '') => {
    if ((await reset.run({ input: { id: quota.id, reason } })) === undefined) return;
    say({ words: `${nameOfQuota(quota)} are counted anew`, kind: 'done' });
    onClose();
  };
  const [now, then] = sayReset(quota);
  return (
    <ConfirmDialog
      title={`Reset the quota of ${nameOfQuota(quota).toLowerCase()}?`}
      verb="Reset the quota"
      reason="required"
      isBusy={reset.isBusy}
      refusal={reset.refusal}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <p>{now}</p>
      <p className="text-quiet">
        <Sentence text={then} />
      </p>
    </ConfirmDialog>
  );
}

/** Asks before a quota goes. */
export function RemoveQuotaDialog({ quota, onClose }: DialogParts) {
  const remove = useCommand(DeleteQuotaDocument, (data) => data.deleteQuota);
  const say = useToast();
  const confirm = async () => {
    if ((await remove.run({ id: quota.id })) === undefined) return;
    say({ words: `${nameOfQuota(quota)} are not limited any more`, kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Remove the quota of ${nameOfQuota(quota).toLowerCase()}?`}
      verb="Remove the quota"
      isDanger
      isBusy={remove.isBusy}
      refusal={remove.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>It limits nothing any more, and what it has counted is forgotten.</p>
    </ConfirmDialog>
  );
}
