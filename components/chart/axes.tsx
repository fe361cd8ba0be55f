import type { ReactNode } from 'react';
import type { Measure, ValueAxis, Window } from './chart-model.ts';
import { timeTicks } from './time-axis.ts';

type Axis = { axis: ValueAxis; height: number };
type Measured = { measure?: Measure | undefined };

/** The values beside a chart. */
export function ValueWords({ axis: { max, ticks }, height, measure }: Axis & Measured) {
  return (
    <div aria-hidden className="relative" style={{ height }}>
      {ticks.map((tick) => (
        <span
          // The words of another scale are other words: none of them has moved.
          key={`${tick} of ${max}`}
          className="absolute right-2 -translate-y-1/2 whitespace-nowrap leading-none"
          style={{ top: height * (1 - tick / max) }}
        >
          {sayValue(tick, measure)}
        </span>
      ))}
    </div>
  );
}

/** The lines across a chart, inside its drawing. */
export function ValueLines({ axis, height }: Axis) {
  return axis.ticks.map((tick) => {
    const y = Math.round(height * (1 - tick / axis.max)) - 0.5;
    return (
      <line key={tick} x1="0" x2="100%" y1={y} y2={y} stroke={tick === 0 ? 'var(--control-line)' : 'var(--line)'} />
    );
  });
}

/** What a column usually holds, as a line across the chart; inside its drawing. */
export function MedianLine({ median, axis, height }: Axis & { median: number | undefined }) {
  if (median === undefined) return null;
  const y = Math.round(height * (1 - median / axis.max)) - 0.5;
  return <line x1="0" x2="100%" y1={y} y2={y} stroke="var(--ink)" strokeOpacity="0.55" strokeDasharray="2 4" />;
}

/** The same in words, beside a piece of the line. */
export function MedianWords({ median, measure }: Measured & { median: number }) {
  return (
    <>
      <svg aria-hidden width="14" height="2" className="shrink-0">
        <line x1="0" x2="14" y1="1" y2="1" stroke="var(--ink)" strokeDasharray="2 3" />
      </svg>
      <span className="truncate">median {sayValue(median, measure)}</span>
    </>
  );
}

const endOfTicks = 0.84;

type TimeProps = { window: Window; timeZone: string; ticksMax: number; children?: ReactNode };

/** The instants below a chart as wide as a page; what stands at the end of them would cover those of a narrow one. */
export function TimeWords({ window, timeZone, ticksMax, children }: TimeProps) {
  const ticks = timeTicks(window, { ticksMax, timeZone });
  // What stands at the end of the line takes the place of the last instants.
  const shown = children ? ticks.filter(({ left }) => left < endOfTicks) : ticks;
  return (
    <div aria-hidden className="relative col-start-2 overflow-hidden">
      {shown.map(({ atMs, left, word }) => (
        <span
          key={`${atMs} from ${window.fromMs}`}
          className="absolute top-1 whitespace-nowrap leading-none"
          // A word at an edge stands inside it.
          style={{ left: percentOf(left), translate: left > 0.96 ? '-100%' : left < 0.04 ? '0' : '-50%' }}
        >
          {word}
        </span>
      ))}
      {Boolean(children) && (
        <span className="absolute top-1 right-0 flex items-center gap-1.5 bg-surface pl-3 leading-none">
          {children}
        </span>
      )}
    </div>
  );
}

function sayValue(value: number, measure: Measure | undefined): string {
  return measure === undefined ? shortNumber.format(value) : measure.say(value);
}

const shortNumber = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

function percentOf(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}
