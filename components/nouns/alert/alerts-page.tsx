'use client';

import { ask } from '#components/api/ask.ts';
import { AlertIdsDocument, type AlertRowFragment, AlertsDocument } from '#components/generated/alerts.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import type { Topic } from '#components/live/live-event.ts';
import { alert } from './alert.ts';
import { alertColumns } from './alert-columns.tsx';
import { alertFilter, choiceOf, statesAsked } from './alert-filter.tsx';
import { applyToAlert, subjectLink } from './alert-words.ts';
import { NoAlerts } from './no-alerts.tsx';

const resolutions: Topic = { kind: 'events', filter: { noun: 'ALERT', types: ['alert.resolved'] } };
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
    follows: () => resolutions,
    arrivals: (query) => (choiceOf(query) === 'resolved' ? resolutions : raisings),
    moves,
  },
  columns: () => alertColumns,
  minWidth: '60rem',
  nameOf: ({ message }) => message,
  // Enter leads to the work that an alert is about.
  pathOf: (row) => subjectLink(row)?.href,
  Empty: NoAlerts,
};

/** What was breached: what stands open first, and everything that was. */
export function AlertsPage() {
  return <ListPage list={alertList} />;
}
