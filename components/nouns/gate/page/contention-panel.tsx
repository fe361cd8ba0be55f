'use client';

import type { Series } from '#components/chart/chart-model.ts';
import { TimeChart } from '#components/chart/time-chart.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { useNow } from '#components/time/clock.ts';
import { gateBounds } from '#domain/bounds/gate.ts';
import { isAlerted } from '#domain/gate/contention.ts';
import { contentionPoints } from './contention-points.ts';
import type { LockDetails } from './one-lock.ts';

const series: readonly Series[] = [
  { word: 'had to wait', family: 'warning', filling: 'solid' },
  { word: 'went in at once', family: 'success', filling: 'hatched' },
];

/** Who came in the last hour, minute by minute, and who had to wait. */
export function ContentionPanel({ lock: { kind, minutes } }: { lock: LockDetails }) {
  const { points, window } = contentionPoints(minutes, useNow());
  return (
    <Panel title="Jobs that came in the last hour">
      {minutes.length === 0 ? (
        <p className="p-3 text-quiet">Nobody had to wait, so nobody was counted.</p>
      ) : (
        <TimeChart label="Jobs that came" kind="columns" series={series} points={points} window={window} />
      )}
      <p className="border-t border-line px-3 py-2 text-small text-quiet">
        Counted from the first that has to wait. Contention is the share of the last {gateBounds.contentionMinutes}{' '}
        minutes
        {isAlerted(kind)
          ? `; above ${Math.round(gateBounds.contentionRaisedAbove * 100)} % of at least ${gateBounds.contentionComersMin} it is an alert.`
          : '.'}
      </p>
    </Panel>
  );
}
