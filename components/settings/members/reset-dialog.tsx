'use client';

import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { type MemberRowFragment, OfferPasswordResetDocument } from '#components/generated/members.ts';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { LinkShown } from './link-shown.tsx';

/** Makes the link with which a member sets a new password. */
export function ResetDialog({ member, onClose }: { member: MemberRowFragment; onClose: () => void }) {
  const [path, setPath] = useState<string>();
  const offer = useCommand(OfferPasswordResetDocument, (data) => data.offerPasswordReset);
  const confirm = async () => {
    const data = await offer.run({ user: member.id });
    setPath(data?.offerPasswordReset.path ?? undefined);
  };
  if (path !== undefined)
    return (
      <LinkShown title={`New password for ${member.name}`} path={path} onClose={onClose}>
        Send it to {member.name} yourself. It works once and for a day. Until it is used the old password goes on
        working.
      </LinkShown>
    );
  return (
    <ConfirmDialog
      title={`A new password for ${member.name}?`}
      verb="Make the link"
      isBusy={offer.isBusy}
      refusal={offer.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        You get a link with which {member.name} chooses a new password; you never see it. Using the link signs them out
        everywhere else. A link made before opens nothing any more.
      </p>
    </ConfirmDialog>
  );
}
