'use client';

import type { ApiDocument } from '#components/api/document.ts';
import { useReading } from '#components/api/use-reading.ts';
import { askedOf } from '#components/chart/bucket-window.ts';
import { useBeat } from '#components/live/refresh/use-pulse.ts';
import { useNow } from '#components/time/clock.ts';
import { useZone } from '#components/time/zone-context.tsx';
import type { HistogramWords, Looks } from './histogram-model.ts';
import { HistogramPanel, type Told } from './histogram-panel.tsx';
import { type Span, windowOf } from './histogram-window.ts';

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
  const window = windowOf(span ?? {}, { nowMs, timeZone });
  const variables = { filter: query === '' ? {} : { query }, ...askedOf(window) };
  // A query that cannot be asked has its complaint already.
  const pause = span === undefined || nowMs === 0;
  const { data, ...answer } = useReading({ query: document, variables, pause, keepsShown: true });
  useBeat(pulse, answer.reload);
  return (
    <HistogramPanel
      {...shown}
      query={query}
      span={span ?? {}}
      window={window}
      nowMs={nowMs}
      answer={{ ...answer, data: data === undefined ? undefined : toldOf(data) }}
      onAsk={onAsk}
    />
  );
}
