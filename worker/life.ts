/** The worker's registered life: one id at a time, kept by the heartbeat thread; a lost lease begins a new one. */
import { Worker as Thread } from 'node:worker_threads';
import type { Database } from '#engine/store/database.ts';
import { registerWorker, type WorkerProfile } from '#engine/worker/register-worker.ts';
import type { WorkerLog } from './worker-log.ts';

export type Life = {
  workerId(): string;
  /** Tells the heartbeat how many jobs run, for those who look at the worker. */
  report(running: number): void;
  /** Ends the heartbeat. */
  close(): Promise<void>;
};

export type LifeOptions = {
  database: Database;
  profile: WorkerProfile;
  heartbeatMs: number;
  log: WorkerLog;
  /** The lease is gone: whatever runs counts for nothing any more. Called before the new life begins. */
  onLost: () => void;
  onBorn: () => void;
};

const registerAgainMs = 200;
// The heart of a new life is a thread, which a busy machine starts slowly; before it beats there is little to lose.
const firstLeaseMsMin = 10_000;

/**
 * Registers the worker and resolves when its heart has beaten once: who claims earlier may block the event loop before
 * there is anything that keeps the lease. Throws when the database cannot be reached the first time.
 */
export async function beginLife(options: LifeOptions): Promise<Life> {
  const { database, profile, log } = options;
  const running = new SharedArrayBuffer(4);
  const firstLeaseMs = Math.max(profile.leaseMs, firstLeaseMsMin);
  const register = () => registerWorker(database, { ...profile, leaseMs: firstLeaseMs });
  let workerId = await register();
  let isClosed = false;
  // Until then nothing runs here that a lost lease could take away.
  let isBegun = false;
  let ended: Promise<void> = Promise.resolve();
  const firstBeat = Promise.withResolvers<void>();
  let thread = startThread(firstBeat.resolve);
  await firstBeat.promise;
  isBegun = true;

  function startThread(onBeating: () => void): Thread {
    const started = new Thread(new URL('./heartbeat-thread.ts', import.meta.url), {
      workerData: {
        url: database.url,
        workerId,
        firstLeaseMs,
        leaseMs: profile.leaseMs,
        heartbeatMs: options.heartbeatMs,
        running,
      },
    });
    ended = new Promise((resolve) => started.once('exit', () => resolve()));
    started.on('message', (word) => (word === 'beating' ? onBeating() : lose(started)));
    started.on('error', (fault) => {
      log.error('heartbeat.failed', { fault: fault.message });
      lose(started);
    });
    return started;
  }

  function lose(lost: Thread): void {
    if (lost !== thread || isClosed) return;
    log.warn('worker.lost_lease', { worker: workerId });
    if (isBegun) options.onLost();
    lost.terminate().catch(() => undefined);
    registerAgain();
  }

  function registerAgain(): void {
    if (isClosed) return;
    register()
      .then((id) => {
        if (isClosed) return;
        workerId = id;
        thread = startThread(() => {
          if (isBegun) options.onBorn();
          else firstBeat.resolve();
        });
      })
      .catch(() => setTimeout(registerAgain, registerAgainMs));
  }

  return {
    workerId: () => workerId,
    report: (count) => {
      Atomics.store(new Int32Array(running), 0, count);
    },
    close: async () => {
      isClosed = true;
      // A thread that lost its lease has ended already.
      thread.postMessage('stop');
      await ended;
    },
  };
}
