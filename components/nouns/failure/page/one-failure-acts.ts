/** What can be done to one failure. */
import { AlarmClock, Check, Hand, Undo2 } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  AcknowledgeFailuresDocument,
  AssignFailuresDocument,
  ReopenFailuresDocument,
  ResolveFailuresDocument,
  SnoozeFailuresDocument,
} from '#components/generated/failures.ts';
import type { Act } from '#components/kit/act/act.ts';
import { type FailureState, failureMoves } from '#domain/machines.ts';
import { snoozeSpans } from './snooze-spans.ts';

export type ActedFailure = { id: string; state: FailureState };

export const takeOn: Act<ActedFailure> = {
  key: 'failure.acknowledge',
  word: 'Take on',
  Icon: Hand,
  isPrimary: true,
  permission: 'failure.operate',
  fits: ({ state }) => failureMoves[state].ACKNOWLEDGED !== undefined,
  call: ({ id }) => ask(AcknowledgeFailuresDocument, { ids: [id] }, (data) => data.acknowledgeFailures),
  back: { kind: 'act', key: 'failure.reopen' },
};

/** It is called by what it takes back. */
export const reopenActs = (['ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'] as const).map(
  (from): Act<ActedFailure> => ({
    key: 'failure.reopen',
    word: { ACKNOWLEDGED: 'Give back', SNOOZED: 'Wake', RESOLVED: 'Reopen' }[from],
    Icon: Undo2,
    permission: 'failure.operate',
    fits: ({ state }) => state === from,
    call: ({ id }) => ask(ReopenFailuresDocument, { ids: [id] }, (data) => data.reopenFailures),
    back: { kind: 'act', key: 'failure.resolve' },
  }),
);

export const resolve: Act<ActedFailure> = {
  key: 'failure.resolve',
  word: 'Resolve',
  Icon: Check,
  permission: 'failure.operate',
  fits: ({ state }) => failureMoves[state].RESOLVED !== undefined,
  call: ({ id }, reason) => ask(ResolveFailuresDocument, { ids: [id], reason }, (data) => data.resolveFailures),
  done: () => 'The failure is resolved.',
  // What mended it is what the next one who meets it looks for.
  asks: {
    title: () => 'Resolve this failure?',
    verb: 'Resolve failure',
    reason: 'optional',
    says: () => [
      'Say what mended it. When it is seen again, it is open again.',
      'What has failed is left as it is; run it again first if it is still needed.',
    ],
  },
  back: { kind: 'act', key: 'failure.reopen' },
};

/** Puts it off, for one span each. */
export const snoozeActs = snoozeSpans.map(
  ({ word, ms }): Act<ActedFailure> => ({
    key: 'failure.snooze',
    word,
    Icon: AlarmClock,
    permission: 'failure.operate',
    fits: ({ state }) => failureMoves[state].SNOOZED !== undefined,
    call: ({ id }) => {
      const until = new Date(Date.now() + ms).toISOString();
      return ask(SnoozeFailuresDocument, { ids: [id], until }, (data) => data.snoozeFailures);
    },
    back: { kind: 'act', key: 'failure.reopen' },
  }),
);

/** Gives it to somebody, or to nobody. */
export function assignAct({ id: member, name }: { id: string | null; name: string }): Act<ActedFailure> {
  return {
    key: 'failure.assign',
    word: name,
    permission: 'failure.operate',
    fits: () => true,
    call: ({ id }) => ask(AssignFailuresDocument, { ids: [id], member }, (data) => data.assignFailures),
    back: { kind: 'act', key: 'failure.assign' },
  };
}

export const oneFailureActs: readonly Act<ActedFailure>[] = [
  ...reopenActs,
  resolve,
  takeOn,
  ...snoozeActs,
  assignAct({ id: null, name: 'Nobody' }),
];
