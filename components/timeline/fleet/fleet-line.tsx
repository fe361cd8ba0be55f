'use client';

import { memo } from 'react';
import { Link } from '#components/address/link.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import type { Span, TimeScale } from '#components/timeline/scale/time-scale.ts';
import { pxOf } from '#components/timeline/scale/time-scale.ts';
import { rowPx } from '#components/timeline/timeline-bars.tsx';
import { labelPx } from '#components/timeline/timeline-row.tsx';
import { classes } from '#components/ui/classes.ts';
import { FleetMarks } from './fleet-marks.tsx';
import { countsOf, type FleetLine } from './model/fleet-model.ts';
import { listOf } from './model/fleet-query.ts';

type Parts = {
  line: FleetLine;
  place: number;
  count: number;
  isReached: boolean;
  scale: TimeScale;
  span: Span;
  /** The key of the thing that the arrows or the pointer reached. */
  marked: string | undefined;
  brush: Span | undefined;
  words: string;
};

/** One row: its name, which leads to what it did in this time, and its marks. */
export const FleetLineView = memo(function FleetLineView(parts: Parts) {
  const { line, place, count, isReached, scale, span, marked, brush, words } = parts;
  const { row } = line;
  const failed = countsOf(row).reduce(
    (sum, one) => sum + (one.state === 'FAILED' || one.state === 'DEAD' ? one.count : 0),
    0,
  );
  return (
    <li
      aria-setsize={count}
      aria-posinset={place + 1}
      className="timeline-row"
      style={{ top: place * rowPx, width: labelPx + scale.widthPx }}
    >
      <Link
        href={listOf(row, brush ?? span)}
        prefetch={false}
        data-row={row.id}
        tabIndex={isReached ? 0 : -1}
        aria-label={words}
        draggable={false}
        className="timeline-label"
        style={{ width: labelPx }}
      >
        <span className={classes('truncate', row.isActive ? 'font-medium' : 'text-quiet')} data-whole={row.name}>
          {row.name}
        </span>
        {failed > 0 && (
          <span
            className="ml-auto flex shrink-0 items-center gap-1 text-small"
            style={{ color: colourOf(jobLooks.FAILED.family) }}
          >
            <Glyph name={jobLooks.FAILED.glyph} size={11} />
            {failed.toLocaleString('en')}
            {!row.isExact && '+'}
          </span>
        )}
      </Link>
      <div className="absolute inset-y-0 overflow-hidden" style={{ left: labelPx, width: scale.widthPx }}>
        {brush !== undefined && <BrushMark brush={brush} scale={scale} />}
        <FleetMarks line={line} scale={scale} marked={marked} />
      </div>
    </li>
  );
});

/** What was brushed over. */
export function BrushMark({ brush, scale }: { brush: Span; scale: TimeScale }) {
  const [fromPx, toPx] = [pxOf(scale, brush.fromMs), pxOf(scale, brush.toMs)];
  return <span aria-hidden className="fleet-brush" style={{ left: fromPx, width: Math.max(1, toPx - fromPx) }} />;
}
