'use client';

import { colourOf, type Family } from '#components/state/state-look.ts';
import { useNow } from './clock.ts';
import { Duration } from './moment.tsx';

type DurationBarProps = {
  from: string | null | undefined;
  to: string | null | undefined;
  /** What a full bar stands for: the slowest of the rows shown. */
  longestMs: number;
  family?: Family;
};

/** How long something took beside its neighbours: words, and a bar below them. */
export function DurationBar({ from, to, longestMs, family = 'running' }: DurationBarProps) {
  return (
    <span className="flex flex-col items-stretch gap-0.5 leading-none">
      <Duration from={from} to={to} />
      <span aria-hidden className="relative h-[3px] w-full overflow-hidden rounded-full bg-line">
        {typeof from === 'string' && <Bar from={from} to={to} longestMs={longestMs} family={family} />}
      </span>
    </span>
  );
}

function Bar({ from, to, longestMs, family }: Required<DurationBarProps> & { from: string }) {
  const nowMs = useNow();
  const spanMs = (typeof to === 'string' ? Date.parse(to) : nowMs) - Date.parse(from);
  const share = longestMs <= 0 ? 0 : Math.min(1, Math.max(0, spanMs / longestMs));
  return (
    <span
      className="absolute inset-y-0 left-0 rounded-full"
      style={{ width: `${Math.max(2, share * 100)}%`, background: colourOf(family) }}
    />
  );
}
