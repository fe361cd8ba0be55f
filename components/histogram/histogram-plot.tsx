'use client';

import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { TimeWords, ValueLines, ValueWords } from '#components/chart/axes.tsx';
import { moveMark, placeOf, pointAt, valueAxis, type Window } from '#components/chart/chart-model.ts';
import { Columns, Fillings } from '#components/chart/drawing.tsx';
import { type Bucket, columnsByFamily, type Looks, sayBucketCounts } from './histogram-model.ts';
import { HistogramTip } from './histogram-tip.tsx';

// Slim: the list is what the screen is for.
const height = 64;
const ticksMax = 8;

type Parts = {
  label: string;
  looks: Looks;
  buckets: readonly Bucket[];
  isKnown: boolean;
  window: Window;
  bucketMs: number;
  timeZone: string;
  sayWhen: (atMs: number) => string;
  onOpen: (atMs: number) => void;
};

/** The columns with their axes: one stop of the keyboard, read by pointer and by arrow keys as a slider over its buckets. */
export function HistogramPlot(parts: Parts) {
  const { label, looks, buckets, isKnown, window, bucketMs, timeZone, sayWhen, onOpen } = parts;
  const [mark, setMark] = useState<number>();
  const id = useId();
  const { series, points } = columnsByFamily(buckets, looks);
  const axis = valueAxis(points);
  const marked = mark === undefined ? undefined : points[mark];
  const markedBucket = mark === undefined ? undefined : buckets[mark];
  const said = mark ?? buckets.length - 1;
  const [saidPoint, saidBucket] = [points[said], buckets[said]];
  const open = () => marked !== undefined && onOpen(marked.atMs);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open();
    if (event.key === 'Escape') setMark(undefined);
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : moveMark(event.key, mark, points.length);
    if (next === undefined) return;
    event.preventDefault();
    setMark(next);
  };
  const onPointerMove = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setMark(pointAt(points, window, (clientX - left) / width));
  };
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] grid-rows-[auto_1.25rem] pt-2.5 text-[0.8rem] text-quiet">
      {isKnown ? <ValueWords axis={axis} height={height} /> : <span />}
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${label}, bucket`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, buckets.length - 1)}
        aria-valuenow={Math.max(0, said)}
        aria-valuetext={
          saidPoint === undefined || saidBucket === undefined
            ? 'nothing is known yet'
            : sayBucketCounts(saidBucket, { looks, when: sayWhen(saidPoint.atMs) })
        }
        className="relative cursor-pointer"
        style={{ height }}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setMark(undefined)}
        onBlur={() => setMark(undefined)}
        onClick={open}
      >
        <svg aria-hidden width="100%" height={height} className="block overflow-visible">
          <Fillings id={id} series={series} />
          <ValueLines axis={axis} height={height} />
          <Columns id={id} series={series} points={points} sheet={{ window, bucketMs, axis, height }} mark={mark} />
        </svg>
        {marked !== undefined && markedBucket !== undefined && (
          <HistogramTip
            left={placeOf(window, marked.atMs + bucketMs / 2)}
            when={sayWhen(marked.atMs)}
            bucket={markedBucket}
            looks={looks}
          />
        )}
      </div>
      <TimeWords window={window} timeZone={timeZone} ticksMax={ticksMax} />
    </div>
  );
}
