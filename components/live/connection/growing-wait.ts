/** How long to wait before something that failed is tried again. */

export type Waits = { firstMs: number; mostMs: number };

/**
 * Twice as long after each failure, up to the most. `share` is a random number below 1 that spreads many pages over half
 * of the time, so that whatever comes back is not met by all of them at once.
 */
export function growingWaitMs(failures: number, { firstMs, mostMs }: Waits, share: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures, 30), mostMs) * (0.5 + share / 2);
}
