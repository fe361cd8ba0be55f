'use client';

import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { ReleaseHoldDocument } from '#components/generated/gates.ts';
import { sayRelease } from '#components/nouns/gate/gate-words.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import type { LockDetails, LockHolder } from './one-lock.ts';

type Parts = { lock: LockDetails; holder: LockHolder; onClose: () => void };

/** Says what releasing a hold does and to whom it goes, and does it when told to. */
export function ReleaseDialog({ lock: { id, kind, key, waiters }, holder, onClose }: Parts) {
  const release = useCommand(ReleaseHoldDocument, (data) => data.releaseHold);
  const say = useToast();
  const [isForced, setIsForced] = useState(false);
  const { amount, isAlive, job } = holder;
  const told = sayRelease({ kind, key, amount, task: job.task.name, isAlive, next: waiters[0]?.job.task.name });
  const confirm = async (reason = '') => {
    const answer = await release.run({ input: { gate: id, job: job.id, reason, force: isForced } });
    if (answer === undefined) return;
    say({ words: `${key} is released`, kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Release ${key}?`}
      verb="Release"
      isDanger
      reason="required"
      isBusy={release.isBusy}
      isDisabled={isAlive && !isForced}
      refusal={release.refusal}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      {told.map((paragraph, place) => (
        <p key={paragraph} className={place === 0 ? undefined : 'text-quiet'}>
          {paragraph}
        </p>
      ))}
      {isAlive && <Checkbox label="Take it although its worker lives" checked={isForced} onChange={setIsForced} />}
    </ConfirmDialog>
  );
}
