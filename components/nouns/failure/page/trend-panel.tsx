'use client';

import { withSpans } from '#components/chart/bucket-window.ts';
import type { Point, Series } from '#components/chart/chart-model.ts';
import { TimeChart } from '#components/chart/time-chart.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import type { FailureDetails } from './failure-page.tsx';

const series: Series[] = [{ word: 'seen', family: 'failed', filling: 'solid' }];
const hourMs = 3_600_000;

/** How often it was seen in each hour of a week. */
export function TrendPanel({ failure: { week, task, workflow } }: { failure: FailureDetails }) {
  const [first, last] = [week[0], week.at(-1)];
  if (first === undefined || last === undefined) return null;
  const window = { fromMs: Date.parse(first.at), toMs: Date.parse(last.at) + hourMs };
  const points = withSpans(week, window.toMs).map(({ count, ...span }) => ({ ...span, values: [count] }));
  const hrefOf = ({ atMs, endMs }: Point) =>
    jobsLink({
      states: ['FAILED', 'DEAD'],
      ...(task !== null && { task: task.name }),
      finishedAfter: new Date(atMs).toISOString(),
      finishedBefore: new Date(endMs).toISOString(),
    });
  return (
    <Panel title="Last seven days">
      <TimeChart
        label="How often it was seen"
        kind="columns"
        series={series}
        points={points}
        window={window}
        {...(workflow === null && { hrefOf })}
      />
    </Panel>
  );
}
