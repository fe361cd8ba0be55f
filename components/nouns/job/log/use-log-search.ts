'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { SearchLogDocument } from '#components/generated/log.ts';
import { type LogAsked, type LogLine, scopeVariables } from './log-scope.ts';

// More than these nobody steps through; the text is narrowed instead.
const foundMax = 5_000;
const pageSize = 200;
// A log of a million lines takes some ten questions.
const questionsMax = 1_000;
// While one types, nothing is asked.
const restMs = 250;

export type LogSearch = {
  /** What was searched for; empty while nothing is. */
  text: string;
  found: readonly LogLine[];
  lookedThrough: number;
  isOver: boolean;
  /** True when there are more than are kept. */
  isCut: boolean;
};

const nothing: LogSearch = { text: '', found: [], lookedThrough: 0, isOver: true, isCut: false };

/** What a log holds of a text, found bit by bit; the count grows as it goes. */
export function useLogSearch(asked: LogAsked, text: string): LogSearch {
  const api = useApi();
  const [search, setSearch] = useState<LogSearch>(nothing);
  const ask = useEffectEvent((after: string | undefined, signal: AbortSignal) =>
    api(SearchLogDocument, { ...scopeVariables(asked), text, first: pageSize, after }, signal),
  );
  useEffect(() => {
    if (text === '') return setSearch(nothing);
    const given = new AbortController();
    const run = async () => {
      let now: LogSearch = { ...nothing, text, isOver: false };
      setSearch(now);
      let after: string | undefined;
      for (let questions = 0; questions < questionsMax && !now.isOver; questions += 1) {
        const { data } = await ask(after, given.signal);
        if (given.signal.aborted) return;
        const page = data?.searchLog;
        if (page === undefined) return setSearch({ ...now, isOver: true, isCut: true });
        after = page.cursor;
        const found = [...now.found, ...page.lines];
        const isCut = found.length >= foundMax;
        now = {
          text,
          found,
          lookedThrough: now.lookedThrough + page.lookedThrough,
          isOver: page.isOver || isCut,
          isCut,
        };
        setSearch(now);
      }
    };
    const timer = setTimeout(() => void run(), restMs);
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [text]);
  return search.text === text ? search : { ...nothing, text, isOver: text === '' };
}
