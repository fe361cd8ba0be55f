import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import { chartHeight, type Point, type Series } from './chart-model.ts';

type Parts = {
  label: string;
  series: readonly Series[];
  points: readonly Point[];
  sayWhen: (point: Point) => string;
  /** What stands in a cell; the number itself unless said otherwise. */
  sayValue?: (value: number | null | undefined, point: Point) => string;
  height?: number;
  /** Opens what a row counts. */
  onOpen?: (point: Point) => void;
};

// The axis below the drawing, whose place the table takes too.
const axisHeight = 24;

/** The same numbers as the chart, the latest first, in the place of the chart. */
export function ChartTable({ label, series, points, sayWhen, sayValue = sayNumber, height, onOpen }: Parts) {
  return (
    <ScrollBox className="overflow-y-auto" style={{ height: height ?? chartHeight + axisHeight }}>
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
                {onOpen === undefined ? (
                  <When point={point} sayWhen={sayWhen} />
                ) : (
                  <button type="button" className="link min-h-6" onClick={() => onOpen(point)}>
                    <When point={point} sayWhen={sayWhen} />
                  </button>
                )}
              </td>
              {series.map(({ word }, n) => (
                <td key={word} className="number">
                  {sayValue(point.values[n], point)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function When({ point, sayWhen }: Pick<Parts, 'sayWhen'> & { point: Point }) {
  return <time dateTime={new Date(point.atMs).toISOString()}>{sayWhen(point)}</time>;
}

function sayNumber(value: number | null | undefined): string {
  return value?.toLocaleString('en') ?? '–';
}
