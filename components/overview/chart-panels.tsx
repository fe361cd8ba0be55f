'use client';

import type { Answer } from '#components/api/use-reading.ts';
import { withSpans } from '#components/chart/bucket-window.ts';
import { drawnFrom, type Point, type Series } from '#components/chart/chart-model.ts';
import { TimeChart } from '#components/chart/time-chart.tsx';
import type { StatisticsQuery } from '#components/generated/overview.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { ageOf } from '#components/time/as-of.tsx';
import { useAsOf } from '#components/time/use-as-of.ts';
import { JobsNow } from './jobs-now.tsx';

type Parts = { answer: Answer<StatisticsQuery> };
type Statistics = StatisticsQuery['statistics'];

const settled: Series[] = [
  { word: 'succeeded', family: 'success', filling: 'solid' },
  { word: 'failed', family: 'failed', filling: 'hatched' },
];
const waiting: Series[] = [{ word: 'waiting', family: 'running', filling: 'solid' }];

/** How many jobs ended, and how. */
export function ThroughputPanel({ answer }: Parts) {
  const { data, fault, reload } = answer;
  const asOfMs = useAsOf(answer);
  const { window, buckets, fromMs } = shownOf(data?.statistics);
  const points = buckets.map(({ succeeded, failed, ...span }) => ({ ...span, values: [succeeded, failed] }));
  const hrefOf = ({ atMs, endMs }: Point) =>
    jobsLink({
      states: ['SUCCEEDED', 'FAILED', 'DEAD'],
      finishedAfter: new Date(atMs).toISOString(),
      finishedBefore: new Date(endMs).toISOString(),
    });
  return (
    <Panel title="Jobs that ended" age={ageOf(asOfMs)}>
      {fault !== undefined && data === undefined && <FaultNotice fault={fault} onRetry={reload} />}
      <TimeChart
        label="Jobs that ended"
        kind="columns"
        series={settled}
        points={points}
        window={window}
        fromMs={fromMs}
        hrefOf={hrefOf}
      />
    </Panel>
  );
}

/** How many jobs waited to be started, and how many do now. */
export function DepthPanel({ answer }: Parts) {
  const { data, fault, reload } = answer;
  const asOfMs = useAsOf(answer);
  const { window, buckets, fromMs } = shownOf(data?.statistics);
  const points = buckets.map(({ depth, ...span }) => ({ ...span, values: [depth] }));
  return (
    <Panel title="Jobs that wait" age={ageOf(asOfMs)} aside={<JobsNow />}>
      {fault !== undefined && data === undefined && <FaultNotice fault={fault} onRetry={reload} />}
      <TimeChart label="Jobs that wait" kind="depth" series={waiting} points={points} window={window} fromMs={fromMs} />
    </Panel>
  );
}

const none = { window: { fromMs: 0, toMs: 0 }, buckets: [], fromMs: undefined };

function shownOf(statistics: Statistics | undefined) {
  if (statistics === undefined) return none;
  const window = { fromMs: Date.parse(statistics.from), toMs: Date.parse(statistics.to) };
  const buckets = withSpans(statistics.buckets, window.toMs);
  // Both charts begin at the same instant, so that an eye can go from one to the other.
  const counts = buckets.map(({ succeeded, failed, depth, ...span }) => ({
    ...span,
    values: [succeeded, failed, depth],
  }));
  return { window, buckets, fromMs: drawnFrom(counts) };
}
