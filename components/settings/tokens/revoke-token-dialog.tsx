'use client';

import { useCommand } from '#components/api/use-command.ts';
import { RevokeApiTokenDocument, type TokenRowFragment } from '#components/generated/settings.ts';
import { Moment } from '#components/time/moment.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';

/** Asks before a token stops working for good. */
export function RevokeTokenDialog({ token, onClose }: { token: TokenRowFragment; onClose: () => void }) {
  const say = useToast();
  const revoke = useCommand(RevokeApiTokenDocument, (data) => data.revokeApiToken);
  const confirm = async () => {
    if ((await revoke.run({ id: token.id })) === undefined) return;
    say({ words: `${token.name} was revoked`, kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Revoke ${token.name}?`}
      verb="Revoke the token"
      isDanger
      isBusy={revoke.isBusy}
      refusal={revoke.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        Whatever uses it is refused within seconds. It was last used{' '}
        <Moment at={token.lastUsedAt} empty="never" style="relative" />. A revoked token cannot be brought back; make a
        new one instead.
      </p>
    </ConfirmDialog>
  );
}
