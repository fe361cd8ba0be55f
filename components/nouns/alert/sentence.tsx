'use client';

import { useNow } from '#components/time/clock.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { byClock } from './alert-words.ts';

/** A sentence of the engine, its instants by the clock of the reader's zone. */
export function Sentence({ text }: { text: string }) {
  const nowMs = useNow();
  const { timeZone } = useZone();
  return byClock(text, { nowMs, timeZone });
}
