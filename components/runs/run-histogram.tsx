'use client';

import { useReading } from '#components/api/use-reading.ts';
import { RunHistogramDocument } from '#components/generated/documents.ts';
import { HistogramPanel } from '#components/histogram/histogram-panel.tsx';
import { windowOf } from '#components/histogram/histogram-window.ts';
import { useBeat } from '#components/live/use-pulse.ts';
import { runLooks } from '#components/state/state-look.ts';
import { useNow } from '#components/time/clock.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { startedSpan } from './run-query.ts';

const words = {
  label: 'Runs by time of start',
  happened: 'Started',
  none: 'No run began in this time.',
};

type Parts = { query: string; pulse: number; onAsk: (query: string) => void };

/** When the runs of a query began, by the state they are in now. */
export function RunHistogram({ query, pulse, onAsk }: Parts) {
  const nowMs = useNow();
  const { timeZone } = useZone();
  const span = startedSpan(query, nowMs);
  const window = windowOf(span ?? {}, { nowMs, timeZone });
  const variables = {
    filter: query === '' ? {} : { query },
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    buckets: window.buckets,
  };
  // A query that cannot be asked has its complaint already.
  const pause = span === undefined || nowMs === 0;
  const { data, ...answer } = useReading({ query: RunHistogramDocument, variables, pause });
  useBeat(pulse, answer.reload);
  return (
    <HistogramPanel
      words={words}
      query={query}
      field="started"
      span={span ?? {}}
      window={window}
      nowMs={nowMs}
      looks={runLooks}
      answer={{ ...answer, data: data?.runHistogram }}
      onAsk={onAsk}
    />
  );
}
