'use client';

import { usePreference } from '#components/kit/kept/preferences.ts';
import { useNow } from './clock.ts';
import { sayDistance, sayGrowingSpan, sayInstant, saySpan, sayStamp } from './say-time.ts';
import { useZone } from './zone-context.tsx';

type MomentProps = {
  at: string | null | undefined;
  empty?: string;
  /** `relative` or `absolute`, whatever the reader prefers elsewhere; `both` where there is room. */
  style?: 'relative' | 'absolute' | 'both';
};

/** An instant as seen from now, or as a clock shows it in the chosen zone; in full with its zone for whoever rests on it. */
export function Moment({ at, empty = '–', style }: MomentProps) {
  const [preferred] = usePreference('timeStyle');
  const { timeZone } = useZone();
  if (at === null || at === undefined) return <span className="text-quiet">{empty}</span>;
  const atMs = Date.parse(at);
  const shown = style ?? preferred;
  return (
    <time dateTime={at} data-whole={sayInstant(atMs, timeZone)} className="whitespace-nowrap">
      {shown !== 'relative' && <Stamp atMs={atMs} timeZone={timeZone} />}
      {shown === 'both' && <span className="text-quiet"> · </span>}
      {shown !== 'absolute' && <Distance atMs={atMs} />}
    </time>
  );
}

function Distance({ atMs }: { atMs: number }) {
  return sayDistance(atMs, useNow());
}

function Stamp({ atMs, timeZone }: { atMs: number; timeZone: string }) {
  return sayStamp(atMs, { nowMs: useNow(), timeZone });
}

type Span = { from: string | null | undefined; to: string | null | undefined };

/** How long something took, or takes so far. */
export function Duration({ from, to }: Span) {
  if (from === null || from === undefined) return <span className="text-quiet">–</span>;
  if (to === null || to === undefined) return <GrowingDuration from={from} />;
  const spanMs = Date.parse(to) - Date.parse(from);
  return (
    <time dateTime={`PT${Math.max(0, spanMs) / 1_000}S`} className="whitespace-nowrap">
      {saySpan(spanMs)}
    </time>
  );
}

function GrowingDuration({ from }: { from: string }) {
  const nowMs = useNow();
  const spanMs = nowMs - Date.parse(from);
  return (
    <time dateTime={`PT${Math.max(0, Math.floor(spanMs / 1_000))}S`} className="whitespace-nowrap">
      {sayGrowingSpan(spanMs)}
    </time>
  );
}
