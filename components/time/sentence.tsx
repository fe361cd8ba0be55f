'use client';

import { useNow } from './clock.ts';
import { byClock } from './say-time.ts';
import { useZone } from './zone-context.tsx';

/** A sentence of the engine, its instants by the clock of the reader's zone. */
export function Sentence({ text }: { text: string }) {
  const nowMs = useNow();
  const { timeZone } = useZone();
  return byClock(text, { nowMs, timeZone });
}
