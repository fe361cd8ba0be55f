import { colourOf } from '#components/state/state-look.ts';
import {
  columnsOf,
  depthPaths,
  type Point,
  pathWidth,
  placeOf,
  type Series,
  type ValueAxis,
  type Window,
} from './chart-model.ts';

type Drawn = {
  series: readonly Series[];
  points: readonly Point[];
  sheet: { window: Window; axis: ValueAxis; height: number };
  mark: number | undefined;
};

/** The fillings of the series, so that they are told apart without colour. */
export function Fillings({ id, series }: { id: string; series: readonly Series[] }) {
  return (
    <defs>
      {series.map(({ word, family, filling }) => (
        <pattern
          key={word}
          id={fillingOf(id, word)}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" fill={colourOf(family)} fillOpacity={filling === 'solid' ? 0.85 : 0.2} />
          {filling === 'hatched' && <rect width="2.5" height="5" fill={colourOf(family)} />}
        </pattern>
      ))}
    </defs>
  );
}

/** Stacked columns; the one that is read stands on a lighter ground. */
export function Columns({ id, series, points, sheet, mark }: Drawn & { id: string }) {
  return columnsOf(points, sheet).map(({ left, width, parts }, n) => (
    <g key={points[n]?.atMs}>
      {mark === n && (
        <rect
          x={percent(left)}
          width={percent(width)}
          y="0"
          height={sheet.height}
          fill="var(--control-line)"
          fillOpacity="0.25"
        />
      )}
      {parts.map((part) => (
        <rect
          key={part.series}
          x={percent(left + width * 0.1)}
          width={percent(width * 0.8)}
          y={part.top}
          height={part.height}
          fill={`url(#${fillingOf(id, series[part.series]?.word ?? '')})`}
        />
      ))}
    </g>
  ));
}

/** A depth: an area with an edge; the moment that is read stands on a lighter ground. */
export function Depth({ series, points, sheet, mark }: Drawn) {
  const { area, edge } = depthPaths(points, sheet);
  const colour = colourOf(series[0]?.family ?? 'waiting');
  const marked = mark === undefined ? undefined : points[mark];
  return (
    <>
      {marked !== undefined && (
        <rect
          x={percent(placeOf(sheet.window, marked.atMs))}
          width={percent(placeOf(sheet.window, marked.endMs) - placeOf(sheet.window, marked.atMs))}
          y="0"
          height={sheet.height}
          fill="var(--control-line)"
          fillOpacity="0.25"
        />
      )}
      <svg
        role="presentation"
        x="0"
        y="0"
        width="100%"
        height={sheet.height}
        viewBox={`0 0 ${pathWidth} ${sheet.height}`}
        preserveAspectRatio="none"
      >
        <path d={area} fill={colour} fillOpacity="0.16" />
        <path d={edge} fill="none" stroke={colour} strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
    </>
  );
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}

// A blank would end the address of a filling.
function fillingOf(id: string, word: string): string {
  return `${id}-${word.replaceAll(/\W+/g, '-')}`;
}
