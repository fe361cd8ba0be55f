'use client';

import { ask } from '#components/api/ask.ts';
import { AlertIdsDocument, type AlertRowFragment, AlertsDocument } from '#components/generated/alerts.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { alertPath } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { alert } from './alert.ts';
import { alertActs } from './alert-acts.ts';
import { alertColumns } from './alert-columns.tsx';
import { alertFilter, choiceOf, statesAsked } from './alert-filter.tsx';
import { applyToAlert } from './alert-words.ts';
import { NoAlerts } from './no-alerts.tsx';

const resolutions: Topic = { kind: 'events', filter: { noun: 'ALERT', types: ['alert.resolved'] } };
const changes: Topic = { kind: 'events', filter: { noun: 'ALERT', types: ['alert.resolved', 'alert.acknowledged'] } };
const tellings: Topic = {
  kind: 'events',
  filter: { noun: 'DELIVERY', types: ['delivery.made', 'delivery.sent', 'delivery.failed', 'delivery.given-up'] },
};
const raisings: Topic = { kind: 'events', filter: { types: ['alert.raised'] } };
const moves: Topic = { kind: 'events', filter: { types: ['alert.raised', 'alert.resolved'] } };

const alertList: NounList<AlertRowFragment> = {
  noun: alert,
  filter: alertFilter,
  page: ({ query, ...page }) => ask(AlertsDocument, { ...statesAsked(query), ...page }, ({ alerts }) => pageOf(alerts)),
  ids: ({ query, first }) =>
    ask(AlertIdsDocument, { ...statesAsked(query), first }, ({ alerts }) => alerts.nodes.map(({ id }) => id)),
  live: {
    apply: applyToAlert,
    follows: () => changes,
    arrivals: (query) => (choiceOf(query) === 'resolved' ? resolutions : raisings),
    moves,
  },
  // Who was told, and how often it has happened, is told of no alert.
  reread: {
    topic: tellings,
    isWanted: ({ state }) => state === 'OPEN',
    gapMs: 2_000,
    read: (ids) =>
      ask(AlertsDocument, { ids, first: pageBounds.pageSizeMax }, ({ alerts }) => {
        const latest = new Map(alerts.nodes.map((row) => [row.id, row]));
        return (row) => latest.get(row.id) ?? row;
      }),
  },
  columns: () => alertColumns,
  minWidth: '76rem',
  nameOf: ({ message }) => message,
  pathOf: ({ id }) => alertPath(id),
  Empty: NoAlerts,
  rowActs: alertActs,
};

/** What was breached: what stands open first, and everything that was. */
export function AlertsPage() {
  return <ListPage list={alertList} />;
}
