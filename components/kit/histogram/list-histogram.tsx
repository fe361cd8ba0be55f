'use client';

import type { ApiDocument } from '#components/api/document.ts';
import { type Answer, useReading } from '#components/api/use-reading.ts';
import { askedOf, withSpans } from '#components/chart/bucket-window.ts';
import { useBeat } from '#components/live/refresh/use-pulse.ts';
import { useNow } from '#components/time/clock.ts';
import { useZone } from '#components/time/zone-context.tsx';
import type { HistogramWords, Looks } from './histogram-model.ts';
import { HistogramPanel, type Told } from './histogram-panel.tsx';
import { type HistogramWindow, lengthThatHolds, type Span, sinceFirst, windowOf } from './histogram-window.ts';

type Asked = {
  filter?: { query?: string } | null;
  from: string;
  to: string;
  buckets?: number | null;
  cuts?: string[] | null;
};

/** What a list gives its chart. */
export type ListHistogramProps = {
  query: string;
  /** Grows when rows came or moved. */
  pulse: number;
  onAsk: (query: string) => void;
};

type Kind<Data> = {
  document: ApiDocument<Data, Asked>;
  toldOf: (data: Data) => Told;
  /** The field of the query that names the time. */
  field: string;
  /** The time that a query names; undefined when it cannot be read. */
  spanOf: (query: string, nowMs: number) => Span | undefined;
  words: HistogramWords;
  looks: Looks;
};

/** When the rows of a query came to be, by the state they are in now. */
export function ListHistogram<Data>({ query, pulse, onAsk, ...kind }: ListHistogramProps & Kind<Data>) {
  const { document, toldOf, spanOf, ...shown } = kind;
  const nowMs = useNow();
  const { timeZone } = useZone();
  const span = spanOf(query, nowMs);
  const ask = { document, toldOf, query, pulse };
  const whole = windowOf(span ?? {}, { nowMs, timeZone });
  // A query that cannot be asked has its complaint already.
  const wholeAnswer = useHistogram({ ...ask, window: span === undefined || nowMs === 0 ? undefined : whole });
  const lengthMs = isOpen(span) ? lengthIn(wholeAnswer.data, { nowMs, window: whole }) : undefined;
  const near = lengthMs === undefined ? undefined : windowOf({}, { nowMs, timeZone, lengthMs });
  const nearAnswer = useHistogram({ ...ask, window: near });
  // What is known is shown until the part that is looked at has come.
  const isNear = near !== undefined && nearAnswer.data !== undefined;
  const answer = isNear ? nearAnswer : wholeAnswer;
  return (
    <HistogramPanel
      {...shown}
      query={query}
      span={span ?? {}}
      window={isNear ? near : whole}
      nowMs={nowMs}
      answer={isOpen(span) ? begunAtFirst(answer) : answer}
      onAsk={onAsk}
    />
  );
}

type Question<Data> = Pick<Kind<Data>, 'document' | 'toldOf'> & {
  query: string;
  pulse: number;
  /** Undefined asks nothing. */
  window: HistogramWindow | undefined;
};

function useHistogram<Data>({ document, toldOf, query, pulse, window }: Question<Data>): Answer<Told> {
  const variables = { filter: query === '' ? {} : { query }, ...askedOf(window ?? nothing) };
  const { data, ...answer } = useReading({ query: document, variables, pause: window === undefined, keepsShown: true });
  useBeat(pulse, answer.reload);
  return { ...answer, data: data === undefined ? undefined : toldOf(data) };
}

// A hook is called whether there is a question or not; this one is never sent.
const nothing = { fromMs: 0, toMs: 0, buckets: 1, cuts: undefined };

/** True when a query says nothing of the time. */
function isOpen(span: Span | undefined): boolean {
  return span !== undefined && span.afterMs === undefined && span.beforeMs === undefined;
}

/** Without the time before the first row. */
function begunAtFirst({ data, ...answer }: Answer<Told>): Answer<Told> {
  if (data === undefined) return { ...answer, data };
  const buckets = sinceFirst(data.buckets);
  return { ...answer, data: { ...data, buckets, from: buckets[0]?.at ?? data.from } };
}

function lengthIn(told: Told | undefined, { nowMs, window }: { nowMs: number; window: HistogramWindow }) {
  return told === undefined ? undefined : lengthThatHolds(withSpans(told.buckets, window.toMs), nowMs);
}
