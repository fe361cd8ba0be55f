/** Work that may be done twice, such as an enqueue with its idempotency key, is carried through a short outage. */
import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionFault, isRetryableFault } from './faults.ts';

// A restart of PostgreSQL takes a second or two; a request that waits longer than this is better told so.
const outagePatienceMsMax = 5_000;
// Requests that wait for the database to come back; each holds its body in memory.
const outageWaitingMax = 500;

const pauseMsMin = 25;
const pauseMsMax = 500;
let waiting = 0;

/**
 * Does the work again, on a new connection each time, until the database is back or the bound is reached; then the
 * last fault is thrown. Only for work that changes nothing when it is done a second time.
 */
export async function throughOutage<T>(work: () => Promise<T>): Promise<T> {
  const endsAt = performance.now() + outagePatienceMsMax;
  for (let pauseMs = pauseMsMin; ; pauseMs = Math.min(pauseMsMax, 2 * pauseMs)) {
    try {
      return await work();
    } catch (fault) {
      const isLate = performance.now() + pauseMs > endsAt;
      if (isLate || waiting >= outageWaitingMax || !(isConnectionFault(fault) || isRetryableFault(fault))) throw fault;
    }
    waiting += 1;
    // Not all at once when the database comes back.
    await delay(pauseMs * (0.5 + Math.random() / 2));
    waiting -= 1;
  }
}
