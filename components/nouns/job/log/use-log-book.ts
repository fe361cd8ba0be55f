'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import type { ApiClient } from '#components/api/client.ts';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { JobLogDocument, LogLinesDocument, RunLogDocument } from '#components/generated/log.ts';
import { useFeed } from '#components/live/feed-context.tsx';
import { blockSize, emptyBook, keptAround, type LogBook, missingIn, withNews, withPage } from './log-book.ts';
import { type LogAsked, scopeVariables } from './log-scope.ts';

/** Where a log opens: at a line of an address, at its last error, or at its end. */
export type LogStart = { index: number; why: 'line' | 'error' | 'end' };

export type KnownLog = {
  book: LogBook;
  /** Undefined until it is known. */
  start: LogStart | undefined;
  fault: Fault | undefined;
  reload: () => void;
  /** Says which lines are in view; what is missing of them is read. */
  show: (view: { from: number; to: number }) => void;
};

/** A log as far as it was read, live. `place` is the line that the address names, counted from 1. It is one log for good: another one is another component. */
export function useLogBook(asked: LogAsked, place: number | undefined): KnownLog {
  const api = useApi();
  const [state, setState] = useState<{ book: LogBook; start?: LogStart; fault?: Fault }>({ book: emptyBook });
  const [round, setRound] = useState(0);
  const [after, setAfter] = useState<string>();
  const [view, setView] = useState({ from: 0, to: 0 });
  const isReading = useRef(false);
  const lastRead = useRef('');

  const readPage = async (where: { first: number; from: number } | { last: number }) => {
    const { data, error } = await api(LogLinesDocument, { ...scopeVariables(asked), ...where });
    if (data === null || data === undefined) {
      if (error !== undefined) setState((now) => ({ ...now, fault: faultOf(error) }));
      return undefined;
    }
    const page = data.logLines;
    setState(({ fault: _, ...now }) => ({ ...now, book: withPage(now.book, page) }));
    return page;
  };

  const begin = useEffectEvent(async () => {
    const end = await readPage({ last: blockSize });
    if (end === undefined) return;
    setAfter(end.liveCursor);
    const start = await findStart({ api, asked, place, end });
    await readPage({ from: Math.max(0, start.index - blockSize / 2), first: blockSize });
    setState((now) => ({ ...now, start: now.start ?? start }));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round reads anew
  useEffect(() => void begin(), [round]);

  const { book, start, fault } = state;
  // One page at a time; what comes changes the book, and the next look finds what is still missing.
  const fill = useEffectEvent(async () => {
    const missing = isReading.current ? undefined : missingIn(book, view);
    const key = JSON.stringify([missing, book.count]);
    // What was just read and did not come is gone; the same question would have the same answer.
    if (missing === undefined || key === lastRead.current) return;
    lastRead.current = key;
    isReading.current = true;
    await readPage(missing);
    isReading.current = false;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is missing follows from both
  useEffect(() => void fill(), [book, view]);

  useFollowed({
    asked,
    after,
    onLines: (lines) => setState((now) => ({ ...now, book: withNews(now.book, lines) })),
    onGap: () => setRound((now) => now + 1),
  });
  return {
    book,
    start,
    fault,
    reload: () => setRound((now) => now + 1),
    show: (next) => {
      setView(next);
      setState((now) => ({ ...now, book: keptAround(now.book, next.from) }));
    },
  };
}

type Beginning = {
  api: ApiClient;
  asked: LogAsked;
  place: number | undefined;
  end: { totalCount: number; totals: { error: number } };
};

async function findStart({ api, asked, place, end }: Beginning): Promise<LogStart> {
  if (place !== undefined) return { index: Math.min(place, Math.max(1, end.totalCount)) - 1, why: 'line' };
  const last = { index: Math.max(0, end.totalCount - 1), why: 'end' } as const;
  if (asked.level !== 'DEBUG' || end.totals.error === 0) return last;
  const { data } = await api(LogLinesDocument, { ...scopeVariables({ ...asked, level: 'ERROR' }), last: 1 });
  const error = data?.logLines.nodes[0];
  return error === undefined ? last : { index: error.place - 1, why: 'error' };
}

type Followed = {
  asked: LogAsked;
  after: string | undefined;
  onLines: (lines: Parameters<typeof withNews>[1]) => void;
  onGap: () => void;
};

/** Follows the log from where it was read. */
function useFollowed({ asked, after, onLines, onGap }: Followed): void {
  const feed = useFeed();
  const take = useEffectEvent(onLines);
  const gap = useEffectEvent(onGap);
  const key = JSON.stringify(scopeVariables(asked));
  const { kind } = asked.scope;
  useEffect(() => {
    if (after === undefined) return;
    const query = kind === 'run' ? RunLogDocument : JobLogDocument;
    const request = { query, variables: { ...JSON.parse(key), after } };
    return feed.followLog(request, { onNews: ({ lines }) => take(lines), onGap: () => gap() });
  }, [feed, key, kind, after]);
}
