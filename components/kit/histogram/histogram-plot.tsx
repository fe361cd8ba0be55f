'use client';

import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react';
import { MedianLine, MedianWords, TimeWords, ValueLines, ValueWords } from '#components/chart/axes.tsx';
import { medianOf, moveMark, placeOf, pointAt, valueAxis, type Window } from '#components/chart/chart-model.ts';
import { Columns, Fillings } from '#components/chart/drawing.tsx';
import { type Bucket, columnsByFamily, type HistogramWords, type Looks, sayBucketCounts } from './histogram-model.ts';
import { HistogramTip } from './histogram-tip.tsx';

// Slim: the list is what the screen is for.
const height = 64;
const ticksMax = 8;

type Parts = {
  words: HistogramWords;
  looks: Looks;
  buckets: readonly Bucket[];
  isKnown: boolean;
  window: Window;
  timeZone: string;
  sayWhen: (bucket: Bucket) => string;
  onOpen: (bucket: Bucket) => void;
};

/** The columns with their axes: one stop of the keyboard, read by pointer and by arrow keys as a slider over its buckets. */
export function HistogramPlot({ words, looks, buckets, isKnown, window, timeZone, sayWhen, onOpen }: Parts) {
  const [mark, setMark] = useState<number>();
  const id = useId();
  const { series, points } = columnsByFamily(buckets, looks);
  const axis = valueAxis(points);
  const median = medianOf(points);
  const marked = mark === undefined ? undefined : buckets[mark];
  const last = buckets.length - 1;
  const sayBucket = (bucket: Bucket) => sayBucketCounts(bucket, { looks, when: sayWhen(bucket) });
  const placeUnder = ({ currentTarget, clientX }: MouseEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return pointAt(points, window, (clientX - left) / width);
  };
  const open = (place: number | undefined) => {
    const bucket = place === undefined ? undefined : buckets[place];
    // An empty list would tell nobody more than the empty column does.
    if (bucket === undefined || bucket.states.length === 0) return;
    setMark(undefined);
    onOpen(bucket);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(mark);
    if (event.key === 'Escape') setMark(undefined);
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : moveMark(event.key, mark, points.length);
    if (next === undefined) return;
    event.preventDefault();
    setMark(next);
  };
  const said = buckets[mark ?? last];
  const sheet = { window, axis, height };
  return (
    <div className="figures grid grid-cols-[2.75rem_minmax(0,1fr)] grid-rows-[auto_1.25rem] pt-2.5 text-[0.8rem] text-quiet">
      {isKnown ? <ValueWords axis={axis} height={height} /> : <span />}
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${words.label}, bucket`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, mark ?? last)}
        aria-valuetext={said === undefined ? 'nothing is known yet' : sayBucket(said)}
        className={marked !== undefined && marked.states.length > 0 ? 'relative cursor-pointer' : 'relative'}
        style={{ height }}
        onKeyDown={onKeyDown}
        onFocus={() => setMark((now) => now ?? last)}
        onBlur={() => setMark(undefined)}
        onPointerDown={(event) => setMark(placeUnder(event))}
        onPointerMove={(event) => setMark(placeUnder(event))}
        onPointerLeave={() => setMark(undefined)}
        onClick={(event) => open(placeUnder(event))}
      >
        <svg aria-hidden width="100%" height={height} className="block overflow-visible">
          <Fillings id={id} series={series} />
          <ValueLines axis={axis} height={height} />
          <Columns id={id} series={series} points={points} sheet={sheet} mark={mark} />
          <MedianLine median={median} axis={axis} height={height} />
        </svg>
        {isKnown && buckets.every(({ states }) => states.length === 0) && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center text-body">{words.none}</p>
        )}
        {marked !== undefined && (
          <HistogramTip
            left={placeOf(window, (marked.atMs + marked.endMs) / 2)}
            when={`${words.happened} ${sayWhen(marked)}`}
            bucket={marked}
            looks={looks}
          />
        )}
      </div>
      <TimeWords window={window} timeZone={timeZone} ticksMax={ticksMax}>
        {median !== undefined && <MedianWords median={median} />}
      </TimeWords>
    </div>
  );
}
