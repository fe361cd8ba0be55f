'use client';

import { useState } from 'react';
import { type Client, useClient } from 'urql';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { useRereading } from '#components/api/use-rereading.ts';
import { type ScheduleFilter, type ScheduleRowFragment, SchedulesDocument } from '#components/generated/documents.ts';
import { useAnotherTry } from '#components/live/use-another-try.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';
import { scheduleEventTypes } from '#components/nouns/schedule/schedule-events.ts';
import { bounds } from '#domain/bounds.ts';
import { steadyRows } from './steady-rows.ts';

type Read = {
  rows: ScheduleRowFragment[];
  hasOlder: boolean;
  totalCount: number;
  totalCountExact: boolean;
  eventCursor: string | undefined;
};

export type SchedulesView = {
  rows: ScheduleRowFragment[] | undefined;
  waitingCount: number;
  totalCount: number;
  totalCountExact: boolean;
  hasOlder: boolean;
  /** There are more than one screen holds: who looks for an older one narrows the list. */
  isFull: boolean;
  isReading: boolean;
  fault: Fault | undefined;
  reload: () => void;
  readOlder: () => void;
  /** Shows the rows that wait. */
  admit: () => void;
};

type State = {
  key: string;
  pageCount: number;
  read: Read | undefined;
  admitted: ReadonlySet<string>;
  fault: Fault | undefined;
  isReading: boolean;
};

function freshState(key: string): State {
  return { key, pageCount: 1, read: undefined, admitted: new Set(), fault: undefined, isReading: true };
}

/** The schedules that match, the newest first: read again when something happens to them, without a jump. */
export function useSchedules(filter: ScheduleFilter): SchedulesView {
  const client = useClient();
  const key = JSON.stringify(filter);
  const [state, setState] = useState(() => freshState(key));
  if (state.key !== key) setState(freshState(key));
  const { pageCount, read } = state;
  const reload = useRereading({
    key: `${pageCount} ${key}`,
    read: () => readPages(client, filter, pageCount),
    take: (answer) => setState((now) => (now.key === key ? withAnswer(now, answer) : now)),
  });
  useAnotherTry(read === undefined ? undefined : state.fault, reload);
  const topic = { kind: 'events', filter: { types: scheduleEventTypes } } as const;
  useRefreshOnEvents({ topic, after: read?.eventCursor, read: reload });
  const { rows, waitingCount } = steadyRows(read?.rows ?? [], state.admitted);
  return {
    rows: read === undefined ? undefined : rows,
    waitingCount,
    totalCount: read?.totalCount ?? 0,
    totalCountExact: read?.totalCountExact ?? true,
    hasOlder: read?.hasOlder === true && pageCount < bounds.schedulePagesMax,
    isFull: read?.hasOlder === true && pageCount >= bounds.schedulePagesMax,
    isReading: state.isReading,
    fault: state.fault,
    reload,
    admit: () => setState((now) => ({ ...now, admitted: idsOf(now.read) })),
    readOlder: () => {
      if (!state.isReading) setState((now) => ({ ...now, pageCount: now.pageCount + 1, isReading: true }));
    },
  };
}

type PagesAnswer = { read: Read } | { fault: Fault };

function withAnswer(state: State, answer: PagesAnswer): State {
  if ('fault' in answer) return { ...state, fault: answer.fault, isReading: false };
  const { read } = answer;
  // What comes with the first picture or a further page is shown; what comes by itself waits.
  const isAsked = state.read === undefined || state.isReading;
  const known = state.read?.rows.length ?? 0;
  const asked = read.rows.slice(isAsked ? known : read.rows.length).map((row) => row.id);
  const admitted = new Set([...state.admitted, ...asked]);
  return { ...state, read, admitted, fault: undefined, isReading: false };
}

function idsOf(read: Read | undefined): ReadonlySet<string> {
  return new Set(read?.rows.map((row) => row.id));
}

async function readPages(client: Client, filter: ScheduleFilter, pageCount: number): Promise<PagesAnswer> {
  const rows: ScheduleRowFragment[] = [];
  let after: string | null = null;
  let last: Omit<Read, 'rows'> = { hasOlder: false, totalCount: 0, totalCountExact: true, eventCursor: undefined };
  for (let page = 0; page < pageCount; page += 1) {
    const variables: { filter: ScheduleFilter; first: number; after: string | null } = {
      filter,
      first: bounds.pageSizeDefault,
      after,
    };
    const { data, error } = await client
      .query(SchedulesDocument, variables, { requestPolicy: 'network-only' })
      .toPromise();
    if (error !== undefined) return { fault: faultOf(error) };
    if (data === undefined) throw new Error('an answer without data and without an error');
    const { nodes, pageInfo, totalCount, totalCountExact, eventCursor } = data.schedules;
    rows.push(...nodes);
    after = pageInfo.endCursor;
    // The log is followed from the first page on, so that nothing between two pages is lost.
    const cursor: string = last.eventCursor ?? eventCursor;
    last = { hasOlder: pageInfo.hasNextPage, totalCount, totalCountExact, eventCursor: cursor };
    if (!pageInfo.hasNextPage) break;
  }
  return { read: { ...last, rows } };
}
