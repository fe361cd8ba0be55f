'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { Fault } from '#components/api/fault.ts';
import { bounds } from '#domain/bounds.ts';
import { useEvents } from './feed-context.tsx';
import type { LiveEvent, Topic } from './live-event.ts';
import {
  freshList,
  type LiveList,
  type Row,
  type RowPage,
  withEvents,
  withOlder,
  withRows,
  withWaiting,
} from './live-list.ts';
import { useRefresh } from './use-refresh.ts';

/** A reading that came back, or why it did not. */
export type Reading<Value> = { ok: true; value: Value } | { ok: false; fault: Fault };

type Source<R extends Row> = {
  /** Changes when another list is meant: the filter, as text. */
  key: string;
  readPage: (after: string | null) => Promise<Reading<RowPage<R>>>;
  /** The ids of the first page as it is now. */
  readFirstIds: () => Promise<Reading<string[]>>;
  apply: (row: R, event: LiveEvent) => R;
  /** What tells of changes to these rows. */
  topicOf: (ids: string[]) => Topic;
  /** What tells of rows that are not shown yet. */
  arrivals: Topic;
};

type State<R extends Row> = {
  key: string;
  list: LiveList<R> | undefined;
  fault: Fault | undefined;
  isReading: boolean;
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
  const [version, setVersion] = useState(0);
  const [state, setState] = useState<State<R>>({ key: source.key, list: undefined, fault: undefined, isReading: true });
  // Rows of another filter would be a lie while the right ones are on their way.
  if (state.key !== source.key) setState({ key: source.key, list: undefined, fault: undefined, isReading: true });
  const readPage = useEffectEvent(source.readPage);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a higher version asks for the same page again
  useEffect(() => {
    let isCurrent = true;
    void readPage(null).then((reading) => {
      if (!isCurrent) return;
      const answer = reading.ok ? { list: freshList(reading.value), fault: undefined } : { fault: reading.fault };
      setState((now) => (now.key === source.key ? { ...now, isReading: false, ...answer } : now));
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
  const count = useRefresh(async () => {
    const reading = await source.readFirstIds();
    if (!reading.ok) return;
    // Nothing can jump in an empty list.
    if (list?.rows.length === 0 && reading.value.length > 0) reload();
    else setList((now) => withWaiting(now, reading.value));
  }, bounds.countArrivalsMs);
  const ids = list?.rows.map((row) => row.id) ?? [];
  const after = list === undefined || ids.length === 0 ? undefined : list.eventCursor;
  const onEvents = (events: LiveEvent[]) => setList((now) => withEvents(now, { events, apply: source.apply }));
  useEvents({ topic: source.topicOf(ids), after, onEvents, onResync: reload });
  useEvents({ topic: source.arrivals, after: list?.eventCursor, onEvents: count, onResync: count });

  const patch = (change: (row: R) => R) => setList((now) => withRows(now, change));
  const readOlder = () => {
    if (list?.endCursor === undefined || state.isReading) return;
    setState((now) => ({ ...now, isReading: true, fault: undefined }));
    void source.readPage(list.endCursor).then((reading) => {
      setState((now) => {
        if (now.key !== source.key || now.list === undefined) return now;
        if (!reading.ok) return { ...now, isReading: false, fault: reading.fault };
        return { ...now, isReading: false, list: withOlder(now.list, reading.value) };
      });
    });
  };
  return { list, fault: state.fault, isReading: state.isReading, reload, readOlder, patch };
}
