'use client';

import { memo } from 'react';
import { colourOf } from '#components/state/state-look.ts';
import { pxOf, type TimeScale } from '#components/timeline/scale/time-scale.ts';
import { rowPx } from '#components/timeline/timeline-bars.tsx';
import { columnOf, type FleetItem, type FleetLine, familyOf, placeOf, untoldFrom } from './model/fleet-model.ts';

// What the marks of a row have between its lines.
const topPx = 4;
const roomPx = rowPx - 2 * topPx;
const lanePx = 14;
const ghostPxMin = 3;
const dashedPxMin = 12;

type Parts = { line: FleetLine; scale: TimeScale; marked: string | undefined };

/** What is in a row, drawn. What lies outside of the view is left out. */
export const FleetMarks = memo(function FleetMarks({ line, scale, marked }: Parts) {
  const { items, lanes, most } = line;
  const inView = items
    .filter(({ fromMs, toMs }) => toMs >= scale.span.fromMs && fromMs <= scale.span.toMs)
    .toSorted((a, b) => Number(isFailed(a)) - Number(isFailed(b)));
  return (
    <svg aria-hidden width={scale.widthPx} height={rowPx} className="absolute inset-y-0 left-0 overflow-hidden">
      {inView.map((item) => (
        <Mark key={item.key} item={item} scale={scale} lanes={lanes} most={most} />
      ))}
      <Untold line={line} scale={scale} />
      {inView
        .filter(({ key }) => key === marked)
        .map((item) => (
          <MarkFrame key={item.key} item={item} scale={scale} />
        ))}
    </svg>
  );
});

/** A schedule that fires often goes on where the ghosts end: a row must not look as if nothing came then. */
function Untold({ line, scale }: Pick<Parts, 'line' | 'scale'>) {
  const fromMs = untoldFrom(line);
  if (fromMs === undefined || fromMs > scale.span.toMs) return null;
  const y = rowPx / 2;
  return <line x1={pxOf(scale, fromMs) + 4} x2={scale.widthPx} y1={y} y2={y} className="fleet-untold" />;
}

// Drawn last: among bars that lie upon each other what failed must be seen.
function isFailed(item: FleetItem): boolean {
  return item.kind === 'bar' && familyOf[item.state] === 'failed';
}

type MarkParts = { item: FleetItem; scale: TimeScale; lanes: number; most: number };

function Mark({ item, scale, lanes, most }: MarkParts) {
  const { startPx, endPx } = placeOf(item, scale);
  switch (item.kind) {
    case 'bar': {
      const heightPx = lanes === 1 ? lanePx : roomPx / lanes - 1;
      const y = lanes === 1 ? (rowPx - lanePx) / 2 : topPx + item.lane * (heightPx + 1);
      return (
        <rect
          x={startPx}
          y={y}
          width={endPx - startPx}
          height={heightPx}
          rx={1.5}
          fill={colourOf(familyOf[item.state])}
        />
      );
    }
    case 'part': {
      let bottomPx = rowPx - topPx;
      const widthPx = Math.max(2, pxOf(scale, item.toMs) - startPx - 1);
      return columnOf(item, { most, heightPx: roomPx }).map(({ family, heightPx }) => {
        bottomPx -= heightPx;
        return <rect key={family} x={startPx} y={bottomPx} width={widthPx} height={heightPx} fill={colourOf(family)} />;
      });
    }
    case 'plan': {
      const widthPx = Math.max(ghostPxMin, endPx - startPx - 1);
      // Dashes around a few pixels would be a blot.
      const kind = widthPx < dashedPxMin ? 'fleet-ghost fleet-ghost-thin' : 'fleet-ghost';
      return (
        <rect
          x={startPx + 0.5}
          y={(rowPx - lanePx) / 2 + 0.5}
          width={widthPx}
          height={lanePx - 1}
          rx={1}
          className={item.isOverdue ? `${kind} fleet-ghost-overdue` : kind}
        />
      );
    }
  }
}

function MarkFrame({ item, scale }: { item: FleetItem; scale: TimeScale }) {
  const { startPx, endPx } = placeOf(item, scale);
  return <rect x={startPx - 2} y={2} width={endPx - startPx + 4} height={rowPx - 4} rx={3} className="fleet-marked" />;
}
