'use client';

import { Moment } from '#components/time/moment.tsx';
import { countsOf, type FleetLine } from './model/fleet-model.ts';
import { sayCounts } from './model/fleet-words.ts';

type Parts = { lines: readonly FleetLine[]; nowMs: number; corner: string };

/** The same in numbers, for whoever does not see the picture. */
export function FleetTable({ lines, nowMs, corner }: Parts) {
  return (
    <table className="sr-only" aria-label="The timeline as a table">
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          <th scope="col">Began in this time</th>
          <th scope="col">Planned</th>
          <th scope="col">Next</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ row, items }) => {
          const plans = items.filter(({ kind }) => kind === 'plan');
          const next = plans.find(({ fromMs }) => fromMs >= nowMs);
          return (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              <td>{sayCounts(countsOf(row), row.isExact)}</td>
              <td>
                {plans.length}
                {row.isPlannedCut && ' or more'}
              </td>
              <td>{next !== undefined && <Moment at={new Date(next.fromMs).toISOString()} style="absolute" />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
