'use client';

import { AlarmClock, UserRound } from 'lucide-react';
import { ActButtons } from '#components/kit/act/act-buttons.tsx';
import { useAct } from '#components/kit/act/use-act.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { failureMoves } from '#domain/machines.ts';
import type { FailureDetails } from './failure-page.tsx';
import { GroupButtons } from './group-buttons.tsx';
import { type ActedFailure, assignAct, reopenActs, resolve, snoozeActs, takeOn } from './one-failure-acts.ts';
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
      <ActButtons acts={[...reopenActs, resolve, takeOn]} thing={failure} />
    </>
  );
}

function OwnerMenu({ failure }: Parts) {
  const { assignee } = failure;
  const owners = useOwners();
  const { start, busy } = useAct<ActedFailure>(failure);
  const people = owners.map((owner) => ({
    kind: 'act' as const,
    word: owner.name,
    isChosen: owner.id === assignee?.id,
    act: () => start(assignAct(owner)),
  }));
  const nobody = assignAct({ id: null, name: 'Nobody' });
  return (
    <Menu
      trigger={
        <Button Icon={UserRound} isBusy={busy !== undefined}>
          {assignee?.name ?? 'Assign'}
        </Button>
      }
      entries={[
        { kind: 'title', word: 'Who looks after it' },
        ...people,
        { kind: 'line' },
        { kind: 'act', word: nobody.word, isChosen: assignee === null, act: () => start(nobody) },
      ]}
      align="end"
    />
  );
}

function SnoozeMenu({ failure }: Parts) {
  const { start, busy } = useAct<ActedFailure>(failure);
  return (
    <Menu
      trigger={
        <Button Icon={AlarmClock} isBusy={busy !== undefined}>
          Snooze
        </Button>
      }
      entries={snoozeActs.map((act) => ({ kind: 'act', word: act.word, act: () => start(act) }))}
      align="end"
    />
  );
}
