'use client';

/** One ticking clock for everything on the screen that grows old. */
import { createContext, use, useSyncExternalStore } from 'react';

const tickMs = 1_000;
const listeners = new Set<() => void>();
let nowMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The instant at which the clock stands for a part of the screen that shows the past. */
export const HeldNow = createContext<number | undefined>(undefined);

/** The reader's time in milliseconds, renewed every second for all who ask at once. */
export function useNow(): number {
  const heldMs = use(HeldNow);
  const tickedMs = useSyncExternalStore(listen, readNow, () => 0);
  return heldMs ?? tickedMs;
}

function listen(onTick: () => void): () => void {
  listeners.add(onTick);
  if (timer === undefined) {
    tick();
    timer = setInterval(tick, tickMs);
  }
  return () => {
    listeners.delete(onTick);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

// What is read between two ticks must not change, or React would render for ever.
function readNow(): number {
  if (nowMs === 0) nowMs = Date.now();
  return nowMs;
}

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}
