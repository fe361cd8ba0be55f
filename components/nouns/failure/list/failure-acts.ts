/** What can be done to several failures at once. */
import { AlarmClock, Check, Hand } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  AcknowledgeFailuresDocument,
  type FailureRowFragment,
  ReopenFailuresDocument,
  ResolveFailuresDocument,
  SnoozeFailuresDocument,
} from '#components/generated/failures.ts';
import type { InstantAct } from '#components/kit/bulk/bulk-act.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { failure } from '#components/nouns/failure/failure.ts';
import { failureMoves } from '#domain/machines.ts';

const say = (count: number) => sayNumber(count, failure);
const dayMs = 24 * 3_600_000;

const reopen = (ids: readonly string[]) =>
  ask(ReopenFailuresDocument, { ids: [...ids], reason: 'it was undone' }, ({ reopenFailures }) => reopenFailures);

const takeOn: InstantAct<FailureRowFragment> = {
  kind: 'instant',
  key: 'acknowledge',
  word: (count) => `Take on ${count}`,
  Icon: Hand,
  permission: 'failure.operate',
  fits: ({ state }) => failureMoves[state].ACKNOWLEDGED !== undefined,
  call: (ids) => ask(AcknowledgeFailuresDocument, { ids: [...ids] }, ({ acknowledgeFailures }) => acknowledgeFailures),
  done: (count) => `${say(count)} taken on`,
  undo: reopen,
  undone: (count) => `${say(count)} given back`,
};

const snooze: InstantAct<FailureRowFragment> = {
  kind: 'instant',
  key: 'snooze',
  word: (count) => `Snooze ${count} for a day`,
  Icon: AlarmClock,
  permission: 'failure.operate',
  fits: ({ state }) => failureMoves[state].SNOOZED !== undefined,
  call: (ids) => {
    const until = new Date(Date.now() + dayMs).toISOString();
    return ask(SnoozeFailuresDocument, { ids: [...ids], until }, ({ snoozeFailures }) => snoozeFailures);
  },
  done: (count) => `${say(count)} put off for a day`,
  undo: reopen,
  undone: (count) => `${say(count)} woken`,
};

const resolve: InstantAct<FailureRowFragment> = {
  kind: 'instant',
  key: 'resolve',
  word: (count) => `Resolve ${count}`,
  Icon: Check,
  permission: 'failure.operate',
  fits: ({ state }) => failureMoves[state].RESOLVED !== undefined,
  call: (ids) => ask(ResolveFailuresDocument, { ids: [...ids] }, ({ resolveFailures }) => resolveFailures),
  done: (count) => `${say(count)} resolved`,
  undo: reopen,
  undone: (count) => `${say(count)} reopened`,
};

/** The acts on selected failures, in the order of their buttons. */
export const failureActs: readonly InstantAct<FailureRowFragment>[] = [takeOn, snooze, resolve];
