import { chartHeight, type Point, type Series } from './chart-model.ts';

type Parts = {
  label: string;
  series: readonly Series[];
  points: readonly Point[];
  sayWhen: (point: Point) => string;
};

// The axis below the drawing, whose place the table takes too.
const axisHeight = 24;

/** The same numbers as the chart, the latest first, in the place of the chart. */
export function ChartTable({ label, series, points, sayWhen }: Parts) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-y-auto" style={{ height: chartHeight + axisHeight }}>
      <table className="table-plain" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">When</th>
            {series.map(({ word }) => (
              <th key={word} scope="col" className="number capitalize">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.atMs}>
              <td>
                <time dateTime={new Date(point.atMs).toISOString()}>{sayWhen(point)}</time>
              </td>
              {series.map(({ word }, n) => (
                <td key={word} className="number">
                  {point.values[n]?.toLocaleString('en') ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
