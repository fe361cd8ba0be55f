'use client';

import { useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import type { ApiClient } from '#components/api/client.ts';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { useRereading } from '#components/api/use-rereading.ts';
import { LoopItemsDocument } from '#components/generated/loop-items.ts';
import { useAnotherTry } from '#components/live/refresh/use-another-try.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import type { JobState } from '#domain/machines.ts';
import { type ItemPage, type ItemPlace, placeBehind, placeToReread, withPage } from './item-list.ts';

const pageSize = 100;
// A line that changes more often cannot be read.
const gapMs = 1_000;

type Asked = { run: string; step: string; states: readonly JobState[]; after: string | undefined };
type State = { key: string; list: ItemPage | undefined; fault: Fault | undefined; isReading: boolean };

export type ItemsView = Omit<State, 'key'> & { reload: () => void; readMore: () => void };

/** The items of a loop in the order of its list, live: those that are settled are read once, page by page. */
export function useLoopItems({ run, step, states, after }: Asked): ItemsView {
  const api = useApi();
  const key = [run, step, ...states].join(' ');
  const [state, setState] = useState<State>({ key, list: undefined, fault: undefined, isReading: true });
  if (state.key !== key) setState({ key, list: undefined, fault: undefined, isReading: true });
  const list = state.key === key ? state.list : undefined;
  const take = (answer: ItemPage | { fault: Fault }, place: ItemPlace) =>
    setState((now) => {
      if (now.key !== key) return now;
      if ('fault' in answer) return { ...now, ...answer, isReading: false };
      return { ...now, list: withPage(now.list, answer, place), fault: undefined, isReading: false };
    });
  const read = async (place: ItemPlace) => ({ place, answer: await readPage(api, { run, step, states, place }) });
  const reload = useRereading({
    key,
    read: () => read(placeToReread(list, states.length > 0)),
    take: ({ place, answer }) => take(answer, place),
  });
  useAnotherTry(list === undefined ? undefined : state.fault, reload);
  useRefreshOnEvents({ topic: { kind: 'run', run }, after, read: reload, gapMs });
  const readMore = () => {
    if (list === undefined || !list.hasMore || state.isReading) return;
    setState((now) => ({ ...now, isReading: true }));
    void read(placeBehind(list)).then(({ place, answer }) => take(answer, place));
  };
  return { list, fault: state.fault, isReading: state.isReading, reload, readMore };
}

type PageAsked = Omit<Asked, 'after'> & { place: ItemPlace };

async function readPage(api: ApiClient, { run, step, states, place }: PageAsked): Promise<ItemPage | { fault: Fault }> {
  const wanted = states.length === 0 ? null : [...states];
  const variables = { run, step, states: wanted, first: pageSize, after: place.cursor };
  const { data, error } = await api(LoopItemsDocument, variables);
  if (error !== undefined) return { fault: faultOf(error) };
  const page = data?.loopJobs;
  if (page === undefined) return { rows: [], endCursor: null, hasMore: false };
  const rows = page.edges.flatMap(({ cursor, node }) =>
    node.item === null ? [] : [{ ...node, item: node.item, cursor }],
  );
  return { rows, endCursor: page.pageInfo.endCursor, hasMore: page.pageInfo.hasNextPage };
}
