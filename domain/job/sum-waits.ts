/** What many jobs wait for, summed up: a line for each reason. */
import type { Reason } from './wait-reason.ts';

/** `example` is the first of them, and `message` what holds it up. */
export type WaitSum<One> = { code: string; message: string; count: number; example: One };

/** The sums, the most frequent reason first. */
export function sumWaits<One>(waiting: readonly { of: One; reason: Reason | null }[]): WaitSum<One>[] {
  const sums = new Map<string, WaitSum<One>>();
  for (const { of, reason } of waiting) {
    if (reason === null) continue;
    const known = sums.get(reason.code);
    if (known === undefined) sums.set(reason.code, { ...reason, count: 1, example: of });
    else known.count += 1;
  }
  return [...sums.values()].toSorted((one, other) => other.count - one.count);
}
