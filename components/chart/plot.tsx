'use client';

import { type KeyboardEvent, type PointerEvent, useId } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { classes } from '#components/ui/classes.ts';
import { MedianLine, TimeWords, ValueLines, ValueWords } from './axes.tsx';
import {
  chartHeight,
  type Measure,
  medianOf,
  moveMark,
  type Point,
  pointAt,
  type Series,
  valueAxis,
  type Window,
} from './chart-model.ts';
import { Columns, Depth, Fillings } from './drawing.tsx';

const ticksMax = 6;

type PlotParts = {
  parts: {
    label: string;
    kind: 'columns' | 'depth';
    series: readonly Series[];
    points: readonly Point[];
    window: Window;
    measure: Measure | undefined;
    hrefOf: (point: Point) => string | undefined;
  };
  mark: number | undefined;
  when: string | undefined;
  timeZone: string;
  onMark: (mark: number | undefined) => void;
};

/** The drawing with its axes, read by pointer and by keys as a slider over its moments. */
export function Plot({ parts, mark, when, timeZone, onMark }: PlotParts) {
  const go = useGo();
  const { label, kind, series, points, window, hrefOf, measure } = parts;
  const axis = valueAxis(points);
  const median = kind === 'columns' ? medianOf(points) : undefined;
  const id = useId();
  const marked = mark === undefined ? undefined : points[mark];
  const href = marked === undefined ? undefined : hrefOf(marked);
  const open = () => {
    if (href !== undefined) go(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open();
    if (event.key === 'Escape') onMark(undefined);
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : moveMark(event.key, mark, points.length);
    if (next === undefined) return;
    event.preventDefault();
    onMark(next);
  };
  const onPointerMove = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onMark(pointAt(points, window, (clientX - left) / width));
  };
  const shown = mark ?? points.length - 1;
  const sheet = { window, axis, height: chartHeight };
  return (
    <div
      className={classes(
        'figures grid grid-rows-[auto_1.25rem] pt-1 text-[0.8rem] text-quiet',
        // A unit takes room beside its number.
        measure === undefined ? 'grid-cols-[2.75rem_minmax(0,1fr)]' : 'grid-cols-[3.5rem_minmax(0,1fr)]',
      )}
    >
      <ValueWords axis={axis} height={chartHeight} measure={measure} />
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${label}, moment`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuenow={Math.max(0, shown)}
        aria-valuetext={sayPoint(points[shown], { series, when, say: measure?.say ?? String })}
        className={href === undefined ? 'relative' : 'relative cursor-pointer'}
        style={{ height: chartHeight }}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => onMark(undefined)}
        onBlur={() => onMark(undefined)}
        onClick={open}
      >
        <svg aria-hidden width="100%" height={chartHeight} className="block overflow-visible">
          <Fillings id={id} series={series} />
          <ValueLines axis={axis} height={chartHeight} />
          {kind === 'columns' ? (
            <Columns id={id} series={series} points={points} sheet={sheet} mark={mark} />
          ) : (
            <Depth series={series} points={points} sheet={sheet} mark={mark} />
          )}
          <MedianLine median={median} axis={axis} height={chartHeight} />
        </svg>
      </div>
      <TimeWords window={window} timeZone={timeZone} ticksMax={ticksMax} />
    </div>
  );
}

type Saying = { series: readonly Series[]; when: string | undefined; say: (value: number) => string };

function sayPoint(point: Point | undefined, { series, when, say }: Saying): string {
  if (point === undefined) return 'nothing is known yet';
  const counts = series.map(({ word }, n) => `${sayIfKnown(point.values[n], say)} ${word}`).join(', ');
  return when === undefined ? `the latest: ${counts}` : `${when}: ${counts}`;
}

function sayIfKnown(value: number | null | undefined, say: (value: number) => string): string {
  return typeof value === 'number' ? say(value) : 'unknown';
}
