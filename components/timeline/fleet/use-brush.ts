'use client';

import { type PointerEvent, useState } from 'react';
import { msAt, type Span, type TimeScale } from '#components/timeline/scale/time-scale.ts';
import { axisPx } from '#components/timeline/timeline-axis.tsx';
import { rowPx } from '#components/timeline/timeline-bars.tsx';
import { labelPx } from '#components/timeline/timeline-row.tsx';

/** A stretch of a row; without a row one of the clock above. */
export type Brush = Span & { row: string | undefined };
/** Where the pointer is: the row it is in, and its place on the line. */
export type Spot = { place: number | undefined; px: number; isOnLine: boolean };

// A press that trembles is no brush.
const brushPxMin = 5;

type Parts = {
  scale: TimeScale;
  rowAt: (place: number) => string | undefined;
  onBrush: (brush: Brush) => void;
  onPress: (spot: Spot) => void;
};

/** Where a pointer is in the box. */
export function spotOf(event: PointerEvent<HTMLElement>): Spot {
  const frame = event.currentTarget.getBoundingClientRect();
  const px = event.clientX - frame.left - labelPx;
  const top = event.clientY - frame.top;
  const place = top < axisPx ? undefined : Math.floor((top - axisPx + event.currentTarget.scrollTop) / rowPx);
  return { place, px, isOnLine: px >= 0 };
}

/** Drawing over a stretch with the pointer; a press that draws nothing is a press. */
export function useBrush({ scale, rowAt, onBrush, onPress }: Parts) {
  const [start, setStart] = useState<Spot>();
  const [drawn, setDrawn] = useState<Brush>();
  const stretchTo = (spot: Spot): Brush | undefined => {
    if (start === undefined || Math.abs(spot.px - start.px) < brushPxMin) return undefined;
    const [fromPx, toPx] = [
      Math.max(0, Math.min(start.px, spot.px)),
      Math.min(scale.widthPx, Math.max(start.px, spot.px)),
    ];
    const row = start.place === undefined ? undefined : rowAt(start.place);
    return { row, fromMs: msAt(scale, fromPx), toMs: msAt(scale, toPx) };
  };
  return {
    drawn,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const spot = spotOf(event);
      if (event.button !== 0 || !spot.isOnLine) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setStart(spot);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (start !== undefined) setDrawn(stretchTo(spotOf(event)));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (start === undefined) return;
      const brush = stretchTo(spotOf(event));
      setStart(undefined);
      setDrawn(undefined);
      if (brush === undefined) onPress(start);
      else onBrush(brush);
    },
    onPointerCancel: () => {
      setStart(undefined);
      setDrawn(undefined);
    },
  };
}
