'use client';

import { Glyph } from '#components/state/glyph.tsx';
import { KeptMark } from '#components/state/kept-mark.tsx';
import { colourOf, type Family, jobLooks } from '#components/state/state-look.ts';
import { sayGrowingSpan, saySpan } from '#components/time/say-time.ts';
import { pxOf, type TimeScale } from '#components/timeline/scale/time-scale.ts';
import type { GroupRow, OpenSpan } from './timeline-rows.ts';
import type { Bar, TimedStep, WaitCause } from './timeline-step.ts';

/** The height of a row; timeline.css says the same. */
export const rowPx = 28;
const barTop = 7;
const barHeight = 14;
const middle = barTop + barHeight / 2;
// A bar of a few milliseconds must still be seen.
const barWidthMin = 2;

type Drawn = { scale: TimeScale; nowMs: number; isCritical: boolean };

/** The bars of one step. */
export function StepBars({ step, bars, scale, nowMs, isCritical }: Drawn & { step: TimedStep; bars: readonly Bar[] }) {
  const place = (bar: Bar) => placeOf(bar, { scale, nowMs });
  const last = bars.at(-1);
  const endPx = last === undefined ? 0 : place(last).endPx;
  const ranMs = bars.reduce((sum, bar) => sum + (bar.kind === 'run' ? (bar.toMs ?? nowMs) - bar.fromMs : 0), 0);
  return (
    <>
      <svg aria-hidden width={scale.widthPx} height={rowPx} className="absolute inset-y-0 left-0 overflow-visible">
        {bars.map((bar) => (
          <BarShape key={`${bar.kind} ${bar.fromMs}`} bar={bar} {...place(bar)} isNumbered={step.attempts.length > 1} />
        ))}
        {isCritical && bars[0] !== undefined && (
          <line
            x1={place(bars[0]).startPx}
            x2={endPx}
            y1={rowPx - 4}
            y2={rowPx - 4}
            className="stroke-ink"
            strokeWidth={2}
          />
        )}
      </svg>
      {step.keptMs !== null && (
        <span className="timeline-end" style={{ left: 4 }}>
          <KeptMark />
          <span className="text-quiet">
            from an earlier run{step.keptMs > 0 && `, where it took ${saySpan(step.keptMs)}`}
          </span>
        </span>
      )}
      {last !== undefined && (
        <span className="timeline-end" style={{ left: endPx + 4, color: colourOf(jobLooks[step.state].family) }}>
          <Glyph name={jobLooks[step.state].glyph} size={12} />
          {ranMs > 0 && (
            <span className="text-quiet">{step.state === 'RUNNING' ? sayGrowingSpan(ranMs) : saySpan(ranMs)}</span>
          )}
        </span>
      )}
    </>
  );
}

/** All steps of a level in one row: when any of them ran, and when all of them waited. */
export function GroupBars({ group, scale, nowMs }: { group: GroupRow; scale: TimeScale; nowMs: number }) {
  const rect = (span: OpenSpan, fill: string) => {
    const { startPx, endPx } = placeOf(span, { scale, nowMs });
    return (
      <rect
        key={`${fill} ${span.fromMs}`}
        x={startPx}
        y={barTop}
        width={endPx - startPx}
        height={barHeight}
        fill={fill}
      />
    );
  };
  return (
    <svg aria-hidden width={scale.widthPx} height={rowPx} className="absolute inset-y-0 left-0 overflow-visible">
      {group.waiting.map((span) => rect(span, 'url(#wait-slot)'))}
      {group.running.map((span) => rect(span, colourOf(familyOf(group))))}
    </svg>
  );
}

function familyOf({ counts }: GroupRow): Family {
  const has = (family: Family) => counts.some(({ state }) => jobLooks[state].family === family);
  if (has('failed')) return 'failed';
  return has('running') ? 'running' : 'success';
}

type Shape = { bar: Bar; startPx: number; endPx: number; isNumbered: boolean };

function BarShape({ bar, startPx, endPx, isNumbered }: Shape) {
  const width = endPx - startPx;
  switch (bar.kind) {
    case 'wait':
      return (
        <g style={{ color: `var(${waitColours[bar.cause]})` }}>
          <rect x={startPx} y={barTop + 2} width={width} height={barHeight - 4} fill={`url(#wait-${bar.cause})`} />
          <rect x={startPx} y={barTop + 2} width={width} height={barHeight - 4} className="timeline-wait-frame" />
        </g>
      );
    case 'retry':
      return <line x1={startPx} x2={endPx} y1={middle} y2={middle} className="timeline-retry" />;
    case 'run':
      return (
        <g>
          <rect
            x={startPx}
            y={barTop}
            width={width}
            height={barHeight}
            rx={2}
            fill={colourOf(familyOfRun(bar.state))}
          />
          {isNumbered && width > 14 && (
            <text x={startPx + 5} y={middle + 4} className="timeline-number">
              {bar.attempt}
            </text>
          )}
        </g>
      );
  }
}

/** The colours of waiting: only a limit that somebody could lift stands out. */
export const waitColours: Record<WaitCause, string> = {
  slot: '--control-line',
  limit: '--state-warning',
  paused: '--state-running',
  time: '--control-line',
  other: '--control-line',
};

function familyOfRun(state: string): Family {
  if (state === 'SUCCEEDED') return 'success';
  if (state === 'RUNNING') return 'running';
  return state === 'FAILED' || state === 'DEAD' ? 'failed' : state === 'LOST' ? 'warning' : 'waiting';
}

function placeOf({ fromMs, toMs }: OpenSpan, { scale, nowMs }: { scale: TimeScale; nowMs: number }) {
  const startPx = pxOf(scale, fromMs);
  const endPx = Math.max(startPx + barWidthMin, pxOf(scale, toMs ?? Math.max(nowMs, fromMs)));
  return { startPx, endPx };
}

/** The hatchings, once for the page: a pattern tells what a colour alone must not. */
export function WaitPatterns() {
  return (
    <svg aria-hidden width={0} height={0} className="absolute">
      <defs>
        <pattern id="wait-slot" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={1.5} height={6} fill="var(--control-line)" />
        </pattern>
        <pattern id="wait-limit" width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={2.5} height={5} fill="var(--state-warning)" />
        </pattern>
        <pattern id="wait-paused" width={6} height={14} patternUnits="userSpaceOnUse">
          <rect width={2} height={14} fill="var(--state-running)" />
        </pattern>
        <pattern id="wait-time" width={6} height={6} patternUnits="userSpaceOnUse">
          <circle cx={3} cy={3} r={1} fill="var(--control-line)" />
        </pattern>
        <pattern id="wait-other" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect width={1.5} height={6} fill="var(--control-line)" />
        </pattern>
      </defs>
    </svg>
  );
}
