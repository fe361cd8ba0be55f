'use client';

import { useClient } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import { AlertIdsDocument, type AlertRowFragment, AlertsDocument } from '#components/generated/documents.ts';
import { type LiveListView, useLiveList } from '#components/live/use-live-list.ts';
import { bounds } from '#domain/bounds.ts';
import type { EventType } from '#domain/event-catalogue.ts';
import type { AlertState } from '#domain/machines.ts';
import { applyToAlert } from './alert-words.ts';

const first = bounds.pageSizeDefault;
const afresh = { requestPolicy: 'network-only' } as const;

/** The alerts in these states, of all when none is named; the newest first, live. */
export function useAlerts(states: AlertState[]): LiveListView<AlertRowFragment> {
  const client = useClient();
  const asked = states.length === 0 ? {} : { states };
  const arrivals: EventType[] = states.includes('RESOLVED') ? ['alert.resolved'] : ['alert.raised'];
  return useLiveList<AlertRowFragment>({
    key: states.join(),
    apply: applyToAlert,
    follows: { kind: 'events', filter: { noun: 'ALERT', types: ['alert.resolved'] } },
    arrivals: { kind: 'events', filter: { types: arrivals } },
    readPage: async (after) => {
      const { data, error } = await client.query(AlertsDocument, { ...asked, first, after }, afresh).toPromise();
      if (error !== undefined) return { ok: false, fault: faultOf(error) };
      if (data === undefined) throw new Error('an answer without data and without an error');
      const { nodes, pageInfo, ...page } = data.alerts;
      const place = { endCursor: pageInfo.endCursor, hasOlder: pageInfo.hasNextPage };
      return { ok: true, value: { ...page, ...place, rows: nodes } };
    },
    readFirstIds: async () => {
      const { data, error } = await client.query(AlertIdsDocument, { ...asked, first }, afresh).toPromise();
      if (error !== undefined) return { ok: false, fault: faultOf(error) };
      return { ok: true, value: data?.alerts.nodes.map((node) => node.id) ?? [] };
    },
  });
}
