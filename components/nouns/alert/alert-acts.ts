/** What can be done with an alert that stands. */
import { Check, Hand } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import { AcknowledgeAlertDocument, ResolveAlertDocument } from '#components/generated/alerts.ts';
import type { Act } from '#components/kit/act/act.ts';
import { lockContention } from '#domain/sla/alert-kinds.ts';

export type ActedAlert = { id: string; kind: string; message: string; state: string; acknowledgedAt: string | null };

const acknowledge: Act<ActedAlert> = {
  key: 'alert.acknowledge',
  word: 'Acknowledge',
  Icon: Hand,
  permission: 'alert.operate',
  fits: ({ state, acknowledgedAt }) => state === 'OPEN' && acknowledgedAt === null,
  call: ({ id }, reason) =>
    ask(AcknowledgeAlertDocument, { id, reason: reason ?? null }, (data) => data.acknowledgeAlert),
  done: () => 'The alert is yours to see to',
  asks: {
    title: () => 'Do you see to this alert?',
    verb: 'Acknowledge',
    reason: 'optional',
    says: ({ message }) => [message, 'It still stands, and nobody is told of it any more, not even that it is over.'],
  },
  back: { kind: 'none' },
};

const resolve: Act<ActedAlert> = {
  key: 'alert.resolve',
  word: 'Resolve',
  Icon: Check,
  permission: 'alert.operate',
  fits: ({ state }) => state === 'OPEN',
  call: ({ id }, reason) => ask(ResolveAlertDocument, { id, reason: reason ?? null }, (data) => data.resolveAlert),
  done: () => 'The alert is resolved',
  asks: {
    title: () => 'Resolve this alert?',
    verb: 'Resolve alert',
    reason: 'required',
    says: ({ kind, message }) => [message, saysAfter(kind)],
  },
  back: { kind: 'none' },
};

function saysAfter(kind: string): string {
  if (kind === lockContention)
    return 'What came so far counts no more: it is raised again when most of those that come from now on have to wait.';
  return 'The job that it is about is left as it is, and the same breach is not raised again.';
}

/** The acts of an alert, in the order of their buttons. */
export const alertActs: readonly Act<ActedAlert>[] = [acknowledge, resolve];
