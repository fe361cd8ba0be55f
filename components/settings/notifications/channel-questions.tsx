'use client';

import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import {
  type ChannelRowFragment,
  RemoveChannelDocument,
  RotateChannelSecretDocument,
} from '#components/generated/notifications.ts';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { ChannelSecret } from './channel-secret.tsx';

type Parts = { channel: ChannelRowFragment; onClose: () => void };

/** Asks before a channel signs with another secret, and shows that once. */
export function RotateSecretDialog({ channel, onClose }: Parts) {
  const rotate = useCommand(RotateChannelSecretDocument, (data) => data.rotateChannelSecret);
  const [secret, setSecret] = useState<string>();
  const confirm = async () => {
    const answer = await rotate.run({ id: channel.id });
    setSecret(answer?.rotateChannelSecret.secret ?? undefined);
  };
  if (secret !== undefined)
    return (
      <ChannelSecret
        name={channel.name}
        secret={secret}
        note="For a day the secret before signs beside it, so that the receiver can change over."
        onClose={onClose}
      />
    );
  return (
    <ConfirmDialog
      title={`A new secret for ${channel.name}?`}
      verb="Make a new secret"
      isBusy={rotate.isBusy}
      refusal={rotate.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        For a day both sign, so that nothing is lost while the receiver changes over. The secret before ends then, and
        at once when you make another one meanwhile.
      </p>
    </ConfirmDialog>
  );
}

/** Asks before a channel is gone. */
export function RemoveChannelDialog({ channel, onClose }: Parts) {
  const remove = useCommand(RemoveChannelDocument, (data) => data.removeChannel);
  const say = useToast();
  const confirm = async () => {
    if ((await remove.run({ id: channel.id })) === undefined) return;
    say({ words: `${channel.name} is gone`, kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Remove ${channel.name}?`}
      verb="Remove the channel"
      isDanger
      isBusy={remove.isBusy}
      refusal={remove.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>What is on its way through it is given up. What it has sent stays in the log.</p>
    </ConfirmDialog>
  );
}
