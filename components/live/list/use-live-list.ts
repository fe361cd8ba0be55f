'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { Fault } from '#components/api/fault.ts';
import { useEvents, usePulses } from '#components/live/feed-context.tsx';
import type { LiveEvent, Topic } from '#components/live/live-event.ts';
import { useAnotherTry } from '#components/live/refresh/use-another-try.ts';
import { useRefresh } from '#components/live/refresh/use-refresh.ts';
import {
  askingOlder,
  concerns,
  olderToAsk,
  type Reading,
  unreadList,
  withBurst,
  withFirstPage,
  withOlderPage,
} from './list-reading.ts';
import { type LiveList, type Row, type RowPage, withRows, withWaiting } from './live-list.ts';

// New rows are counted at most this often, however fast they come.
const countArrivalsMs = 1_000;

type Source<R extends Row> = {
  /** Changes when another list is meant: the filter, as text. */
  key: string;
  readPage: (after: string | null) => Promise<Reading<RowPage<R>>>;
  /** The ids of the first page as it is now. */
  readFirstIds: () => Promise<Reading<string[]>>;
  apply: (row: R, event: LiveEvent) => R;
  /** The noun and the query of the list: what tells of changes to its rows, however many are loaded. */
  follows: Topic;
  /** What tells of rows that are not shown yet. */
  arrivals: Topic;
};

export type LiveListView<R extends Row> = {
  list: LiveList<R> | undefined;
  fault: Fault | undefined;
  /** True while older rows are on their way. */
  isReading: boolean;
  reload: () => void;
  readOlder: () => void;
  /** Changes rows by what was read of them since: what events do not carry. */
  patch: (change: (row: R) => R) => void;
};

/** A list with keyset pages, patched by events, whose news wait. */
export function useLiveList<R extends Row>(source: Source<R>): LiveListView<R> {
  const { apply } = source;
  const [version, setVersion] = useState(0);
  const [state, setState] = useState(() => unreadList<R>(source.key));
  // Rows of another filter would be a lie while the right ones are on their way.
  if (state.key !== source.key) setState(unreadList(source.key));
  const readPage = useEffectEvent(source.readPage);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a higher version asks for the same page again
  useEffect(() => {
    let isCurrent = true;
    void readPage(null).then((reading) => {
      if (isCurrent) setState((now) => (now.key === source.key ? withFirstPage(now, reading) : now));
    });
    return () => {
      isCurrent = false;
    };
  }, [source.key, version]);

  const { list } = state;
  const setList = (change: (list: LiveList<R>) => LiveList<R>) => {
    setState((now) => {
      const next = now.list === undefined ? undefined : change(now.list);
      // The same list again is no reason to draw.
      return next === now.list ? now : { ...now, list: next };
    });
  };
  const reload = () => setVersion((count) => count + 1);
  useAnotherTry(state.staleFault, reload);
  const count = useRefresh(async () => {
    const reading = await source.readFirstIds();
    if (!reading.ok) return reading.fault.isSignedOut;
    // Nothing can jump in an empty list.
    if (list?.rows.length === 0 && reading.value.length > 0) reload();
    else setList((now) => withWaiting(now, reading.value));
    return true;
  }, countArrivalsMs);
  const after = list === undefined || list.rows.length === 0 ? undefined : list.eventCursor;
  useEvents({
    topic: source.follows,
    after,
    wants: (event) => concerns(state, event),
    onEvents: (events) => setState((now) => withBurst(now, { events, apply })),
    onResync: reload,
  });
  usePulses({ topic: source.arrivals, after: list?.eventCursor, everyMs: countArrivalsMs, onBeat: count });

  const patch = (change: (row: R) => R) => setList((now) => withRows(now, change));
  const readOlder = () => {
    const asked = olderToAsk(state);
    if (asked === undefined) return;
    setState((now) => (now.version === asked.version ? askingOlder(now, asked) : now));
    void source
      .readPage(asked.after)
      .then((reading) => setState((now) => withOlderPage(now, { asked, reading, apply })));
  };
  return { list, fault: state.fault, isReading: state.isReading, reload, readOlder, patch };
}
