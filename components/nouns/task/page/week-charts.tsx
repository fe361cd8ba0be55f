'use client';

import { withSpans } from '#components/chart/bucket-window.ts';
import type { Measure, Point, Series } from '#components/chart/chart-model.ts';
import { TimeChart } from '#components/chart/time-chart.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import type { TaskDetails } from './one-task.ts';
import { sayShortSpan } from './short-span.ts';

const ended: Series[] = [
  { word: 'succeeded', family: 'success', filling: 'solid' },
  { word: 'failed', family: 'failed', filling: 'hatched' },
];
const durations: Series[] = [{ word: 'p95 of an attempt', family: 'running', filling: 'solid' }];
const spans: Measure = { say: sayShortSpan };

/** A week of a task: how its jobs ended, and how long they took. */
export function WeekCharts({ task: { name, history } }: { task: TaskDetails }) {
  const first = history[0];
  // Two empty frames would say less than the line above them.
  if (first === undefined || history.every(({ jobs }) => jobs === 0)) return null;
  const fromMs = Date.parse(first.at);
  const window = { fromMs, toMs: fromMs + taskBounds.figuresWindowMs };
  const parts = withSpans(history, window.toMs);
  const counts = parts.map(({ jobs, succeeded, ...span }) => ({ ...span, values: [succeeded, jobs - succeeded] }));
  const times = parts.map(({ durationP95Ms, ...span }) => ({ ...span, values: [durationP95Ms] }));
  const hrefOf = ({ atMs, endMs }: Point) =>
    jobsLink({
      task: name,
      finishedAfter: new Date(atMs).toISOString(),
      finishedBefore: new Date(endMs).toISOString(),
    });
  return (
    <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
      <Panel title="How its jobs ended, 7 days">
        <TimeChart
          label="Jobs that ended"
          kind="columns"
          series={ended}
          points={counts}
          window={window}
          hrefOf={hrefOf}
        />
      </Panel>
      <Panel title="How long they took, 7 days">
        <TimeChart
          label="Duration"
          kind="columns"
          series={durations}
          points={times}
          window={window}
          measure={spans}
          hrefOf={hrefOf}
        />
      </Panel>
    </div>
  );
}
