/** How long somebody who failed to sign in waits before the next try. Guessing gets slow; nobody is locked out. */
import { bounds } from '#domain/bounds.ts';

/** Failures counted under one key - an account or an address - and the instant of the latest one. */
export type Failures = { count: number; latestAtMs: number };

export type ThrottleKind = 'account' | 'address';

const firstDelayMs = 1_000;

/** The instant from which the next try is allowed. */
export function nextTryAtMs(kind: ThrottleKind, failures: Failures): number {
  const free = kind === 'account' ? bounds.signInFailuresFree : bounds.signInFailuresPerAddressFree;
  const beyond = failures.count - free;
  if (beyond < 0) return failures.latestAtMs;
  return failures.latestAtMs + Math.min(firstDelayMs * 2 ** beyond, bounds.signInDelayMsMax);
}

/** The failures after one more; an old series is forgiven. */
export function afterFailedTry(failures: Failures, nowMs: number): Failures {
  const isForgiven = nowMs - failures.latestAtMs > bounds.signInMemoryMs;
  return { count: isForgiven ? 1 : failures.count + 1, latestAtMs: nowMs };
}
