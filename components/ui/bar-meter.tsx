import { colourOf, type Family } from '#components/state/state-look.ts';

type BarMeterProps = {
  label: string;
  value: number;
  max: number;
  family?: Family;
  /** The words beside the bar: `3 / 10`. */
  words?: string;
  /** A stroke across the bar: a target or a limit. */
  mark?: number;
};

/** How much of a whole, as a bar with its words beside it. */
export function BarMeter({ label, value, max, family = 'running', words, mark }: BarMeterProps) {
  const share = (part: number) => `${max <= 0 ? 0 : Math.min(100, Math.max(0, (100 * part) / max))}%`;
  return (
    <span className="inline-flex w-full items-center gap-2">
      <span aria-hidden className="relative h-1.5 min-w-8 flex-1 overflow-hidden rounded-full bg-line">
        <span
          className="absolute inset-y-0 left-0 rounded-full"
          style={{ width: share(value), background: colourOf(family) }}
        />
        {mark !== undefined && <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: share(mark) }} />}
      </span>
      <span className="figures whitespace-nowrap text-small text-quiet">
        <span className="sr-only">{label}: </span>
        {words ?? `${value.toLocaleString('en')} / ${max.toLocaleString('en')}`}
      </span>
    </span>
  );
}
