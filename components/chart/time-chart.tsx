'use client';

import { useState } from 'react';
import { useZone } from '#components/time/zone-context.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { fitted, type Measure, type Point, type Series, type Window } from './chart-model.ts';
import { ChartTable } from './chart-table.tsx';
import { Plot } from './plot.tsx';
import { sayBucket } from './time-axis.ts';

export type TimeChartParts = {
  label: string;
  kind: 'columns' | 'depth';
  series: readonly Series[];
  points: readonly Point[];
  window: Window;
  /** Where the drawing begins, when it leaves out what is empty before; the table has it all. */
  fromMs?: number | undefined;
  /** What the values are, when they are no counts. */
  measure?: Measure;
  /** Where a column leads: the list of what it counts. */
  hrefOf?: (point: Point) => string;
};

/** Counts over time. It is read by pointer, by arrow keys, or as a table. */
export function TimeChart(parts: TimeChartParts) {
  const { label, kind, series, points, window, fromMs, measure, hrefOf } = parts;
  const [mark, setMark] = useState<number>();
  const [isTable, setTable] = useState(false);
  const { timeZone } = useZone();
  const sayWhen = (point: Point) => sayBucket(point, { window, timeZone });
  const drawn = fitted(points, { window, fromMs });
  const marked = mark === undefined ? undefined : drawn.points[mark];
  const when = marked === undefined ? undefined : sayWhen(marked);
  return (
    <figure aria-label={label} className="flex min-w-0 flex-col gap-2 p-3">
      <ChartLegend
        kind={kind}
        measure={measure}
        series={series}
        points={points}
        marked={marked}
        when={when}
        isTable={isTable}
        onTable={() => setTable((now) => !now)}
        label={label}
      />
      {isTable ? (
        <ChartTable
          label={label}
          series={series}
          points={points}
          sayWhen={sayWhen}
          {...(measure !== undefined && {
            sayValue: (value) => (typeof value === 'number' ? measure.say(value) : '–'),
          })}
        />
      ) : (
        <Plot
          parts={{ label, kind, series, ...drawn, measure, hrefOf: hrefOf ?? nowhere }}
          mark={mark}
          when={when}
          timeZone={timeZone}
          onMark={setMark}
        />
      )}
    </figure>
  );
}

const nowhere = () => undefined;
