/** The heartbeat, in a thread of its own: a handler that blocks the event loop does not cost the worker its lease. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '#engine/store/database.ts';
import { beatWorker } from '#engine/worker/register-worker.ts';

type Settings = {
  url: string;
  workerId: string;
  /** Until the first beat. */
  firstLeaseMs: number;
  leaseMs: number;
  heartbeatMs: number;
  running: SharedArrayBuffer;
};

const { url, workerId, firstLeaseMs, leaseMs, heartbeatMs, running }: Settings = workerData;
const database = openDatabase({ url, duty: 'worker', connectionsMax: 1, name: 'taskflow heartbeat' });
const count = new Int32Array(running);
// After a fault the next beat comes soon: there is time for several before the lease is gone.
const retryMs = Math.max(20, Math.min(500, heartbeatMs / 4));
let deadline = setTimeout(lose, firstLeaseMs);
let timer: ReturnType<typeof setTimeout> | undefined;
let isStopped = false;
let isBeating = false;

// The database may be away for a moment, or never answer; after a whole lease without a beat somebody else has the jobs.
function lose(): void {
  isStopped = true;
  clearTimeout(timer);
  clearTimeout(deadline);
  parentPort?.postMessage('lost');
}

async function beat(): Promise<number> {
  const askedAt = performance.now();
  try {
    const isHeld = await beatWorker(database, { workerId, leaseMs, running: Atomics.load(count, 0) });
    if (isStopped) return 0;
    clearTimeout(deadline);
    if (isHeld) {
      deadline = setTimeout(lose, Math.max(0, leaseMs - (performance.now() - askedAt)));
      if (!isBeating) parentPort?.postMessage('beating');
      isBeating = true;
    } else lose();
    return heartbeatMs;
  } catch {
    return retryMs;
  }
}

async function beatOn(): Promise<void> {
  const pauseMs = await beat();
  if (!isStopped) timer = setTimeout(beatOn, pauseMs);
}

parentPort?.on('message', async () => {
  isStopped = true;
  clearTimeout(timer);
  clearTimeout(deadline);
  await database.close();
  parentPort?.close();
});

await beatOn();
