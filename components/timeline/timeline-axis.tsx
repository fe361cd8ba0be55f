'use client';

import type { ReactNode } from 'react';
import { sayGrowingSpan, saySpan } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { sayTick, type Tick, tickStepMs } from '#components/timeline/scale/ticks.ts';
import { msAt, pxOf, type TimeScale } from '#components/timeline/scale/time-scale.ts';
import type { TimelineView } from '#components/timeline/scale/use-timeline-view.ts';
import { classes } from '#components/ui/classes.ts';
import { sayClock } from './bar-words.ts';
import { labelPx, tailPx } from './timeline-row.tsx';

/** The height of the clock above the rows. */
export const axisPx = 30;

/** `nowMs` is null once the run is over. */
type Line = { scale: TimeScale; ticks: readonly Tick[]; nowMs: number | null };
/** What stands above the line of now. */
type NowWord = { nowWord?: string };

/** `corner` says what the rows are. */
type AxisParts = { corner?: string; children: ReactNode };

/** The clock above the rows: round instants, folds, now. It stays in view. */
export function TimelineAxis({
  scale,
  ticks,
  nowMs,
  nowWord = 'now',
  corner = 'Step',
  children,
}: Line & NowWord & AxisParts) {
  const { timeZone } = useZone();
  const stepMs = tickStepMs(scale.msPerPx);
  return (
    <div aria-hidden className="timeline-axis" style={{ width: labelPx + scale.widthPx + tailPx, height: axisPx }}>
      <span className="timeline-corner" style={{ width: labelPx }}>
        {corner}
      </span>
      {ticks.map(({ atMs, px }) => (
        <span key={atMs} className="timeline-tick" style={{ left: labelPx + px }}>
          {sayTick(atMs, { stepMs, timeZone })}
        </span>
      ))}
      {scale.pieces.map(
        (piece) =>
          piece.isFold && (
            <span
              key={piece.fromMs}
              className="timeline-fold-mark"
              data-whole={`${saySpan(piece.toMs - piece.fromMs)} in which nothing ran`}
              style={{ left: labelPx + piece.fromPx, width: piece.toPx - piece.fromPx }}
            >
              {'//'}
            </span>
          ),
      )}
      {nowMs !== null && (
        <span className="timeline-now-word" style={{ left: labelPx + pxOf(scale, nowMs) }}>
          {nowWord}
        </span>
      )}
      {children}
    </div>
  );
}

/** The lines behind the rows. */
export function TimelineLines({ scale, ticks, nowMs }: Line) {
  return (
    <div aria-hidden className="pointer-events-none absolute" style={{ top: axisPx, bottom: 0, left: labelPx }}>
      {ticks.map(({ atMs, px }) => (
        <span key={atMs} className="timeline-line" style={{ left: px }} />
      ))}
      {scale.pieces.map(
        (piece) =>
          piece.isFold && (
            <span
              key={piece.fromMs}
              className="timeline-fold"
              style={{ left: piece.fromPx, width: piece.toPx - piece.fromPx }}
            />
          ),
      )}
      {nowMs !== null && <span className="timeline-now" style={{ left: pxOf(scale, nowMs) }} />}
    </div>
  );
}

/** The line under the pointer. */
export function Crosshair({ px }: { px: number }) {
  return <span aria-hidden className="timeline-cross" style={{ left: labelPx + px }} />;
}

// Wide enough for an instant and an offset; nearer to the right edge the words stand on the other side.
const wordsPx = 170;

/** The exact instant under the pointer, and how far it is from the beginning. */
export function CrosshairWords({ view, px, startMs }: { view: TimelineView; px: number; startMs: number }) {
  const { timeZone } = useZone();
  const atMs = msAt(view.scale, px);
  const offset = atMs - startMs >= 60_000 ? sayGrowingSpan(atMs - startMs) : saySpan(atMs - startMs);
  const isLast = px - view.scrollX > view.viewPx + tailPx - wordsPx;
  return (
    <span className={classes('timeline-cross-word', isLast && '-translate-x-full')} style={{ left: labelPx + px }}>
      {sayClock(atMs, timeZone)} · +{offset}
    </span>
  );
}
