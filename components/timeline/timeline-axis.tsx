'use client';

import { sayGrowingSpan, saySpan } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { sayClock } from './bar-words.ts';
import { sayTick, type Tick, tickStepMs } from './ticks.ts';
import { msAt, pxOf, type TimeScale } from './time-scale.ts';
import { labelPx, tailPx } from './timeline-row.tsx';

export const axisPx = 30;

/** The clock above the rows: round instants, folds, now. It stays in view. */
export function TimelineAxis({
  scale,
  ticks,
  nowMs,
}: {
  scale: TimeScale;
  ticks: readonly Tick[];
  nowMs: number | null;
}) {
  const { timeZone } = useZone();
  const stepMs = tickStepMs(scale.msPerPx);
  return (
    <div aria-hidden className="timeline-axis" style={{ width: labelPx + scale.widthPx + tailPx, height: axisPx }}>
      <span className="timeline-corner" style={{ width: labelPx }}>
        Step
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
              title={`${saySpan(piece.toMs - piece.fromMs)} in which nothing ran`}
              style={{ left: labelPx + piece.fromPx, width: piece.toPx - piece.fromPx }}
            >
              {'//'}
            </span>
          ),
      )}
      {nowMs !== null && (
        <span className="timeline-now-word" style={{ left: labelPx + pxOf(scale, nowMs) }}>
          now
        </span>
      )}
    </div>
  );
}

/** The lines behind the rows. */
export function TimelineLines({
  scale,
  ticks,
  nowMs,
}: {
  scale: TimeScale;
  ticks: readonly Tick[];
  nowMs: number | null;
}) {
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

/** The exact instant under the pointer, and how far it is from the beginning. */
export function Crosshair({ scale, px, startMs }: { scale: TimeScale; px: number; startMs: number }) {
  const { timeZone } = useZone();
  const atMs = msAt(scale, px);
  const offset = atMs - startMs >= 60_000 ? sayGrowingSpan(atMs - startMs) : saySpan(atMs - startMs);
  return (
    <>
      <span aria-hidden className="timeline-cross" style={{ left: labelPx + px, top: 0 }} />
      <span aria-hidden className="timeline-cross-word" style={{ left: labelPx + px }}>
        {sayClock(atMs, timeZone)} · +{offset}
      </span>
    </>
  );
}
