'use client';

import { useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import type { ApiClient } from '#components/api/client.ts';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { useRereading } from '#components/api/use-rereading.ts';
import { ScheduleTicksDocument } from '#components/generated/schedules.ts';
import { useAnotherTry } from '#components/live/refresh/use-another-try.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { TickOutcome } from '#domain/machines.ts';
import { openWork, type TickPage, withNewest, withOlder } from './tick-list.ts';

// Jobs and runs of a list of ticks whose state is followed: the open ones stand at its top.
const followedWorkMax = 20;

type Asked = { schedule: string; outcomes: readonly TickOutcome[]; after: string | undefined };

type State = { key: string; list: TickPage | undefined; fault: Fault | undefined; isReading: boolean };

export type TicksView = Omit<State, 'key'> & { reload: () => void; readOlder: () => void };

/** The ticks of one schedule, the latest first, live with the work that they made. */
export function useTicks({ schedule, outcomes, after }: Asked): TicksView {
  const api = useApi();
  const key = [schedule, ...outcomes].join(' ');
  const [state, setState] = useState<State>({ key, list: undefined, fault: undefined, isReading: true });
  if (state.key !== key) setState({ key, list: undefined, fault: undefined, isReading: true });
  const { list } = state;
  const change = (next: (now: State) => State) => setState((now) => (now.key === key ? next(now) : now));
  const reload = useRereading({
    key,
    read: () => readTicks(api, { schedule, outcomes, cursor: null }),
    take: (answer) =>
      change((now) => {
        if ('fault' in answer) return { ...now, ...answer, isReading: false };
        return { ...now, list: withNewest(now.list, answer), fault: undefined, isReading: false };
      }),
  });
  useAnotherTry(list === undefined ? undefined : state.fault, reload);
  const filter = { schedules: [schedule], ...openWork(list?.rows ?? [], followedWorkMax) };
  useRefreshOnEvents({ topic: { kind: 'events', filter }, after, read: reload });
  const readOlder = () => {
    if (list === undefined || !list.hasOlder || state.isReading) return;
    change((now) => ({ ...now, isReading: true }));
    void readTicks(api, { schedule, outcomes, cursor: list.endCursor }).then((answer) => {
      change((now) => {
        if ('fault' in answer || now.list === undefined) return { ...now, ...answer, isReading: false };
        return { ...now, list: withOlder(now.list, answer), isReading: false };
      });
    });
  };
  return { list, fault: state.fault, isReading: state.isReading, reload, readOlder };
}

type TicksAsked = { schedule: string; outcomes: readonly TickOutcome[]; cursor: string | null };

async function readTicks(
  api: ApiClient,
  { schedule, outcomes, cursor }: TicksAsked,
): Promise<TickPage | { fault: Fault }> {
  const wanted = outcomes.length === 0 ? null : [...outcomes];
  const variables = { id: schedule, outcomes: wanted, first: pageBounds.pageSizeDefault, after: cursor };
  const { data, error } = await api(ScheduleTicksDocument, variables);
  if (error !== undefined) return { fault: faultOf(error) };
  const ticks = data?.schedule?.ticks;
  if (ticks === undefined) return { rows: [], endCursor: null, hasOlder: false };
  return { rows: ticks.nodes, endCursor: ticks.pageInfo.endCursor, hasOlder: ticks.pageInfo.hasNextPage };
}
