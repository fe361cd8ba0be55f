/**
 * Long work of one request or batch is cut into turns: whoever has worked for one turn of the event loop waits until
 * all that came meanwhile has been served. The turn is the process's, not the request's, so that many long requests at
 * once delay a short one no longer than a single one does.
 */
import type { InParts } from '#domain/in-parts.ts';

// Long work gives others a turn after this. Whoever asks meanwhile goes through some five turns and one check on top:
// below 100 ms, which nobody notices.
const turnMsMax = 8;

let beganAtMs: number | undefined;
const waiting: (() => void)[] = [];

/** True when the turn of this round of the event loop is used up. The first question in a round begins its turn. */
export function isTurnOver(): boolean {
  if (beganAtMs !== undefined) return performance.now() - beganAtMs > turnMsMax;
  beganAtMs = performance.now();
  setImmediate(endTurn);
  return false;
}

/** Resolves when it is the caller's turn again; those who wait are served in order, one in each round. */
export async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(serveNext);
  });
}

/** Carries work out in turns. */
export async function inTurns<Result>(work: InParts<Result>): Promise<Result> {
  for (;;) {
    const part = work.next();
    if (part.done === true) return part.value;
    if (isTurnOver()) await nextTurn();
  }
}

function serveNext(): void {
  const next = waiting.shift();
  if (waiting.length > 0) setImmediate(serveNext);
  beganAtMs = performance.now();
  setImmediate(endTurn);
  next?.();
}

function endTurn(): void {
  beganAtMs = undefined;
}
