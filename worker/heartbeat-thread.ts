/**
 * A life of a worker, in a thread of its own: it registers and beats, so that a handler that blocks the event loop does
 * not cost the worker its lease. It loads the driver and nothing else, because everybody waits for its first word.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openPool } from '#engine/store/connection/pool.ts';
import { beatWorker, registerWorker, type WorkerProfile } from '#engine/worker/register-worker.ts';

export type HeartSettings = {
  url: string;
  profile: WorkerProfile;
  heartbeatMs: number;
  running: SharedArrayBuffer;
  /** False for the first life, which does not wait for a database that is away. */
  isPatient: boolean;
};

/** `born`: it is registered under this id, and beats. `lost`: the lease is over, and so is this life. */
export type HeartWord = { kind: 'born'; workerId: string } | { kind: 'lost' };

const { url, profile, heartbeatMs, running, isPatient }: HeartSettings = workerData;
const { leaseMs } = profile;
const pool = openPool({ url, duty: 'worker', connectionsMax: 1, name: 'taskflow heartbeat' });
const count = new Int32Array(running);
// After a fault the next beat comes soon: there is time for several before the lease is gone.
const retryMs = Math.max(20, Math.min(500, heartbeatMs / 4));
const registerAgainMs = 200;
let deadline: ReturnType<typeof setTimeout> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let isStopped = false;

parentPort?.on('message', async () => {
  isStopped = true;
  clearTimeout(timer);
  clearTimeout(deadline);
  await pool.end();
  parentPort?.close();
});

while (!isStopped && !(await begin())) await delay(registerAgainMs);

/** False when it should be tried again. */
async function begin(): Promise<boolean> {
  const askedAt = performance.now();
  try {
    const workerId = await registerWorker({ pool }, profile);
    if (isStopped) return true;
    hold(askedAt);
    timer = setTimeout(beatOn, heartbeatMs, workerId);
    say({ kind: 'born', workerId });
    return true;
  } catch (fault) {
    if (!isPatient) throw fault;
    return false;
  }
}

async function beatOn(workerId: string): Promise<void> {
  const pauseMs = await beat(workerId);
  if (!isStopped) timer = setTimeout(beatOn, pauseMs, workerId);
}

async function beat(workerId: string): Promise<number> {
  const askedAt = performance.now();
  try {
    const isHeld = await beatWorker({ pool }, { workerId, leaseMs, running: Atomics.load(count, 0) });
    if (isStopped) return 0;
    if (isHeld) hold(askedAt);
    else lose();
    return heartbeatMs;
  } catch {
    return retryMs;
  }
}

function hold(askedAt: number): void {
  clearTimeout(deadline);
  deadline = setTimeout(lose, Math.max(0, leaseMs - (performance.now() - askedAt)));
}

// The database may be away for a moment, or never answer; after a whole lease without a beat somebody else has the jobs.
function lose(): void {
  isStopped = true;
  clearTimeout(timer);
  clearTimeout(deadline);
  say({ kind: 'lost' });
}

function say(word: HeartWord): void {
  parentPort?.postMessage(word);
}
