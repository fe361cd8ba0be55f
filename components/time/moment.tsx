'use client';

import { useNow } from './clock.ts';
import { sayDistance, sayGrowingSpan, sayInstant, saySpan } from './say-time.ts';

/** An instant as seen from now; the full instant with its zone in the title. */
export function Moment({ at, empty = '–' }: { at: string | null | undefined; empty?: string }) {
  const nowMs = useNow();
  if (at === null || at === undefined) return <span className="text-quiet">{empty}</span>;
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={sayInstant(atMs)} className="whitespace-nowrap">
      {sayDistance(atMs, nowMs)}
    </time>
  );
}

type Span = { from: string | null | undefined; to: string | null | undefined };

/** How long something took, or takes so far. */
export function Duration({ from, to }: Span) {
  if (from === null || from === undefined) return <span className="text-quiet">–</span>;
  if (to === null || to === undefined) return <GrowingDuration from={from} />;
  return <span className="whitespace-nowrap">{saySpan(Date.parse(to) - Date.parse(from))}</span>;
}

function GrowingDuration({ from }: { from: string }) {
  const nowMs = useNow();
  return <span className="whitespace-nowrap">{sayGrowingSpan(nowMs - Date.parse(from))}</span>;
}
