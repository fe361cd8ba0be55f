import type { ValueAxis, Window } from './chart-model.ts';
import { timeTicks } from './time-axis.ts';

type Axis = { axis: ValueAxis; height: number };

/** The values beside a chart. */
export function ValueWords({ axis: { max, ticks }, height }: Axis) {
  return (
    <div aria-hidden className="relative" style={{ height }}>
      {ticks.map((tick) => (
        <span
          // The words of another scale are other words: none of them has moved.
          key={`${tick} of ${max}`}
          className="absolute right-2 -translate-y-1/2 leading-none"
          style={{ top: height * (1 - tick / max) }}
        >
          {shortNumber.format(tick)}
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

/** The instants below a chart. */
export function TimeWords({ window, timeZone, ticksMax }: { window: Window; timeZone: string; ticksMax: number }) {
  return (
    <div aria-hidden className="relative col-start-2 overflow-hidden">
      {timeTicks(window, { ticksMax, timeZone }).map(({ atMs, left, word }) => (
        <span
          key={`${atMs} from ${window.fromMs}`}
          className="absolute top-1 whitespace-nowrap leading-none"
          // A word at an edge stands inside it.
          style={{ left: percentOf(left), translate: left > 0.96 ? '-100%' : left < 0.04 ? '0' : '-50%' }}
        >
          {word}
        </span>
      ))}
    </div>
  );
}

const shortNumber = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

function percentOf(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}
