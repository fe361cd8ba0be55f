'use client';

import type { Answer } from '#components/api/use-reading.ts';
import type { Series } from '#components/chart/chart-model.ts';
import { TimeChart } from '#components/chart/time-chart.tsx';
import type { StatisticsQuery } from '#components/generated/overview.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { JobsNow } from './jobs-now.tsx';

type Parts = { answer: Answer<StatisticsQuery> };
type Statistics = StatisticsQuery['statistics'];

const settled: Series[] = [
  { word: 'succeeded', family: 'success', filling: 'solid' },
  { word: 'failed', family: 'failed', filling: 'hatched' },
];
const waiting: Series[] = [{ word: 'waiting', family: 'running', filling: 'solid' }];

/** How many jobs ended, and how. */
export function ThroughputPanel({ answer: { data, fault, reload } }: Parts) {
  const { window, bucketMs, buckets } = spanOf(data?.statistics);
  const points = buckets.map(({ at, succeeded, failed }) => ({ atMs: Date.parse(at), values: [succeeded, failed] }));
  const hrefOf = ({ atMs }: { atMs: number }) =>
    jobsLink({
      states: ['SUCCEEDED', 'FAILED', 'DEAD'],
      finishedAfter: new Date(atMs).toISOString(),
      finishedBefore: new Date(atMs + bucketMs).toISOString(),
    });
  return (
    <Panel title="Jobs that ended">
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      <TimeChart
        label="Jobs that ended"
        kind="columns"
        series={settled}
        points={points}
        window={window}
        bucketMs={bucketMs}
        hrefOf={hrefOf}
      />
    </Panel>
  );
}

/** How many jobs waited to be started, and how many do now. */
export function DepthPanel({ answer: { data, fault, reload } }: Parts) {
  const { window, bucketMs, buckets } = spanOf(data?.statistics);
  const points = buckets.map(({ at, depth }) => ({ atMs: Date.parse(at), values: [depth] }));
  return (
    <Panel title="Jobs that wait" aside={<JobsNow />}>
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      <TimeChart
        label="Jobs that wait"
        kind="depth"
        series={waiting}
        points={points}
        window={window}
        bucketMs={bucketMs}
      />
    </Panel>
  );
}

const none = { window: { fromMs: 0, toMs: 0 }, bucketMs: 0, buckets: [] };

function spanOf(statistics: Statistics | undefined) {
  if (statistics === undefined) return none;
  const { from, to, buckets } = statistics;
  const window = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return { window, bucketMs: (window.toMs - window.fromMs) / Math.max(1, buckets.length), buckets };
}
