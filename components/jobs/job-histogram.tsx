'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobHistogramDocument } from '#components/generated/documents.ts';
import { HistogramPanel } from '#components/histogram/histogram-panel.tsx';
import { windowOf } from '#components/histogram/histogram-window.ts';
import { useBeat } from '#components/live/use-pulse.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { useNow } from '#components/time/clock.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { createdSpan } from './job-query.ts';

const words = {
  label: 'Jobs by time of creation',
  happened: 'Created',
  none: 'No job was created in this time.',
};

type Parts = { query: string; pulse: number; onAsk: (query: string) => void };

/** When the jobs of a query were created, by the state they are in now. */
export function JobHistogram({ query, pulse, onAsk }: Parts) {
  const nowMs = useNow();
  const { timeZone } = useZone();
  const span = createdSpan(query, nowMs);
  const window = windowOf(span ?? {}, { nowMs, timeZone });
  const variables = {
    filter: query === '' ? {} : { query },
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    buckets: window.buckets,
  };
  // A query that cannot be asked has its complaint already.
  const pause = span === undefined || nowMs === 0;
  const { data, ...answer } = useReading({ query: JobHistogramDocument, variables, pause });
  useBeat(pulse, answer.reload);
  return (
    <HistogramPanel
      words={words}
      query={query}
      field="created"
      span={span ?? {}}
      window={window}
      nowMs={nowMs}
      looks={jobLooks}
      answer={{ ...answer, data: data?.jobHistogram }}
      onAsk={onAsk}
    />
  );
}
