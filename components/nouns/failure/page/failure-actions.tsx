'use client';

import { AlarmClock, Check, Hand, Undo2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import {
  AcknowledgeFailuresDocument,
  AssignFailuresDocument,
  ReopenFailuresDocument,
  ResolveFailuresDocument,
  SnoozeFailuresDocument,
} from '#components/generated/failures.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { failureMoves } from '#domain/machines.ts';
import type { FailureDetails } from './failure-page.tsx';
import { GroupButtons } from './group-buttons.tsx';
import { snoozeSpans } from './snooze-spans.ts';
import { useOwners } from './use-owners.ts';

type Parts = { failure: FailureDetails };

/** What can be done with a failure in its state. */
export function FailureActions({ failure }: Parts) {
  const mayOperate = useMay('failure.operate');
  const moves = failureMoves[failure.state];
  return (
    <>
      <GroupButtons failure={failure} />
      {mayOperate && <OwnerMenu failure={failure} />}
      {mayOperate && moves.SNOOZED !== undefined && <SnoozeMenu failure={failure} />}
      {mayOperate && failure.state !== 'OPEN' && <ReopenButton failure={failure} />}
      {mayOperate && moves.RESOLVED !== undefined && <ResolveButton failure={failure} />}
      {mayOperate && moves.ACKNOWLEDGED !== undefined && <TakeOnButton failure={failure} />}
    </>
  );
}

function TakeOnButton({ failure: { id } }: Parts) {
  const takeOn = useCommand(AcknowledgeFailuresDocument, (data) => data.acknowledgeFailures);
  return (
    <Button kind="primary" Icon={Hand} isBusy={takeOn.isBusy} onClick={() => void takeOn.act({ ids: [id] })}>
      Take on
    </Button>
  );
}

function ReopenButton({ failure: { id, state } }: Parts) {
  const reopen = useCommand(ReopenFailuresDocument, (data) => data.reopenFailures);
  const word = { ACKNOWLEDGED: 'Give back', SNOOZED: 'Wake', RESOLVED: 'Reopen', OPEN: '' }[state];
  return (
    <Button Icon={Undo2} isBusy={reopen.isBusy} onClick={() => void reopen.act({ ids: [id] })}>
      {word}
    </Button>
  );
}

function OwnerMenu({ failure: { id, assignee } }: Parts) {
  const owners = useOwners();
  const assign = useCommand(AssignFailuresDocument, (data) => data.assignFailures);
  const give = (member: string | null) => void assign.act({ ids: [id], member });
  const people = owners.map((owner) => ({
    kind: 'act' as const,
    word: owner.name,
    isChosen: owner.id === assignee?.id,
    act: () => give(owner.id),
  }));
  const nobody = { kind: 'act' as const, word: 'Nobody', isChosen: assignee === null, act: () => give(null) };
  return (
    <Menu
      trigger={
        <Button Icon={UserRound} isBusy={assign.isBusy}>
          {assignee?.name ?? 'Assign'}
        </Button>
      }
      entries={[{ kind: 'title', word: 'Who looks after it' }, ...people, { kind: 'line' }, nobody]}
      align="end"
    />
  );
}

function SnoozeMenu({ failure: { id } }: Parts) {
  const snooze = useCommand(SnoozeFailuresDocument, (data) => data.snoozeFailures);
  const putOff = (ms: number) => void snooze.act({ ids: [id], until: new Date(Date.now() + ms).toISOString() });
  return (
    <Menu
      trigger={
        <Button Icon={AlarmClock} isBusy={snooze.isBusy}>
          Snooze
        </Button>
      }
      entries={snoozeSpans.map(({ word, ms }) => ({ kind: 'act', word, act: () => putOff(ms) }))}
      align="end"
    />
  );
}

function ResolveButton({ failure: { id } }: Parts) {
  const [isAsking, setIsAsking] = useState(false);
  const resolve = useCommand(ResolveFailuresDocument, (data) => data.resolveFailures);
  const say = useToast();
  const confirm = async (reason: string | undefined) => {
    if ((await resolve.run({ ids: [id], reason })) === undefined) return;
    setIsAsking(false);
    say({ words: 'The failure is resolved.', kind: 'done' });
  };
  return (
    <>
      <Button Icon={Check} onClick={() => setIsAsking(true)}>
        Resolve
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="Resolve this failure?"
          verb="Resolve failure"
          reason="optional"
          isBusy={resolve.isBusy}
          refusal={resolve.refusal}
          onConfirm={(reason) => void confirm(reason)}
          onClose={() => setIsAsking(false)}
        >
          <p>Say what mended it. When it is seen again, it is open again.</p>
          <p className="text-quiet">What has failed is left as it is; run it again first if it is still needed.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
