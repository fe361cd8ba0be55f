/**
 * How long somebody who failed to sign in waits before the next try. Guessing gets slow; nobody is locked out by the
 * guesses of others: what is counted against a person are the failures from where they are.
 */
import { accessBounds } from '#domain/bounds/access.ts';

/** Failures counted under one key, and the instant of the latest one. */
export type Failures = { count: number; latestAtMs: number };

/** What one try is counted under: its account from its address, its address with any account, its account from anywhere. */
export type Tries<T> = { pair: T; address: T; account: T };

const firstDelayMs = 1_000;
// An account that many addresses guess at: each of them gets one guess before it waits, a new one as well as an old one.
const freeUnderSiege = 1;
const firstDelayUnderSiegeMs = 30_000;

/** The instant from which the next try is allowed. */
export function nextTryAtMs({ pair, address, account }: Tries<Failures>): number {
  const isUnderSiege = account.count >= accessBounds.signInFailuresOfSiege;
  const ofPair = isUnderSiege
    ? waitedFor(pair, { free: freeUnderSiege, firstMs: firstDelayUnderSiegeMs })
    : waitedFor(pair, { free: accessBounds.signInFailuresFree, firstMs: firstDelayMs });
  const ofAddress = waitedFor(address, { free: accessBounds.signInFailuresPerAddressFree, firstMs: firstDelayMs });
  return Math.max(ofPair, ofAddress);
}

function waitedFor(failures: Failures, { free, firstMs }: { free: number; firstMs: number }): number {
  const beyond = failures.count - free;
  // At once, also for a try that began a moment before the latest failure and was counted after it.
  if (beyond < 0) return 0;
  return failures.latestAtMs + Math.min(firstMs * 2 ** beyond, accessBounds.signInDelayMsMax);
}

/** The failures as they count now: an old series is forgiven. */
export function remembered(failures: Failures, nowMs: number): Failures {
  return nowMs - failures.latestAtMs > accessBounds.signInMemoryMs ? { count: 0, latestAtMs: nowMs } : failures;
}

/** The failures after one more. */
export function afterFailedTry(failures: Failures, nowMs: number): Failures {
  return { count: remembered(failures, nowMs).count + 1, latestAtMs: nowMs };
}
