import { BarChart3, Table2 } from 'lucide-react';
import { colourOf } from '#components/state/state-look.ts';
import { MedianWords } from './axes.tsx';
import { type Measure, medianOf, type Point, type Series } from './chart-model.ts';

type Parts = {
  kind: 'columns' | 'depth';
  measure: Measure | undefined;
  series: readonly Series[];
  points: readonly Point[];
  marked: Point | undefined;
  when: string | undefined;
  isTable: boolean;
  onTable: () => void;
  label: string;
};

/** What the fillings mean, and how many: of the moment that is read, else of the whole window (a depth or a measure: as it is now). */
export function ChartLegend({ kind, measure, series, points, marked, when, isTable, onTable, label }: Parts) {
  const countOf = (n: number) => {
    if (marked !== undefined) return marked.values[n];
    if (points.length === 0) return undefined;
    if (kind === 'depth' || measure !== undefined)
      return points.findLast(({ values }) => typeof values[n] === 'number')?.values[n];
    return points.reduce((sum, { values }) => sum + (values[n] ?? 0), 0);
  };
  const say = measure?.say ?? ((value: number) => value.toLocaleString('en'));
  const sayOf = (value: number | null | undefined) => (typeof value === 'number' ? say(value) : '–');
  const median = kind === 'columns' ? medianOf(points) : undefined;
  const Icon = isTable ? BarChart3 : Table2;
  return (
    <figcaption className="flex min-h-7 items-center gap-4">
      {series.map((one, n) => (
        <span key={one.word} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <Swatch series={one} />
          <span className="figures font-semibold">{sayOf(countOf(n))}</span>{' '}
          <span className="text-quiet">{one.word}</span>
        </span>
      ))}
      {median !== undefined && (
        <span className="figures inline-flex min-w-0 items-center gap-1.5 text-quiet">
          <MedianWords median={median} measure={measure} />
        </span>
      )}
      <span className="ml-auto truncate text-quiet">{when}</span>
      <button
        type="button"
        className="inline-flex size-7 shrink-0 items-center justify-center rounded text-quiet hover:bg-raised hover:text-ink"
        aria-pressed={isTable}
        aria-label={`${label} as a table`}
        data-whole={isTable ? 'Show as a chart' : 'Show as a table'}
        onClick={onTable}
      >
        <Icon aria-hidden size={15} />
      </button>
    </figcaption>
  );
}

function Swatch({ series: { family, filling } }: { series: Series }) {
  const colour = colourOf(family);
  const stripes = `repeating-linear-gradient(45deg, ${colour} 0 2px, transparent 2px 4px)`;
  return (
    <span
      aria-hidden
      className="size-2.5 rounded-[2px] border"
      style={{ borderColor: colour, background: filling === 'solid' ? colour : stripes }}
    />
  );
}
