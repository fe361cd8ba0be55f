/** The worker's registered life: one id at a time, kept by the heartbeat thread; a lost lease begins a new one. */

import { hostname } from 'node:os';
import { Worker as Thread } from 'node:worker_threads';
import { assert } from '#domain/unreachable.ts';
import type { WorkerProfile } from '#engine/worker/register-worker.ts';
import type { HeartSettings, HeartWord } from './heartbeat-thread.ts';
import type { WorkerLog } from './worker-log.ts';

export type Life = {
  workerId(): string;
  /** Tells the heartbeat how many jobs run, for those who look at the worker. */
  report(running: number): void;
  /** Who is told from now on. What happened before is nobody's loss: nothing ran yet. */
  attend(attendants: LifeAttendants): void;
  /** Ends the heartbeat. */
  close(): Promise<void>;
};

export type LifeAttendants = {
  /** The lease is gone: whatever runs counts for nothing any more. Called before the new life begins. */
  onLost: () => void;
  onBorn: () => void;
};

export type LifeOptions = Omit<WorkerProfile, 'name'> & { databaseUrl: string; heartbeatMs: number; log: WorkerLog };

const beginAgainMs = 200;

/**
 * Resolves when the worker is registered and its heart beats: who claims earlier may block the event loop before there
 * is anything that keeps the lease. Throws when the database cannot be reached the first time.
 */
export async function beginLife({ databaseUrl, heartbeatMs, log, ...options }: LifeOptions): Promise<Life> {
  const { slots, queues, version, leaseMs } = options;
  const profile = { name: `${hostname()}:${process.pid}`, slots, queues, version, leaseMs };
  const running = new SharedArrayBuffer(4);
  const first = Promise.withResolvers<string>();
  let workerId: string | undefined;
  let attendants: LifeAttendants | undefined;
  let isClosed = false;
  let ended: Promise<void> = Promise.resolve();
  let thread = startThread();
  await first.promise;

  function startThread(): Thread {
    const settings: HeartSettings = {
      url: databaseUrl,
      profile,
      heartbeatMs,
      running,
      isPatient: workerId !== undefined,
    };
    const started = new Thread(new URL('./heartbeat-thread.ts', import.meta.url), { workerData: settings });
    ended = new Promise((resolve) => started.once('exit', () => resolve()));
    started.on('message', (word: HeartWord) => (word.kind === 'born' ? bear(started, word.workerId) : lose(started)));
    started.on('error', (fault) => {
      if (workerId === undefined) first.reject(fault);
      log.error('heartbeat.failed', { fault: fault.message });
      // A thread that cannot even be loaded ends at once.
      if (workerId !== undefined) setTimeout(lose, beginAgainMs, started);
    });
    return started;
  }

  function bear(born: Thread, id: string): void {
    if (born !== thread || isClosed) return;
    workerId = id;
    first.resolve(id);
    attendants?.onBorn();
  }

  function lose(lost: Thread): void {
    if (lost !== thread || isClosed) return;
    log.warn('worker.lost_lease', { worker: workerId });
    attendants?.onLost();
    lost.terminate().catch(() => undefined);
    thread = startThread();
  }

  return {
    workerId: () => {
      assert(workerId !== undefined, 'a life has an id');
      return workerId;
    },
    report: (count) => {
      Atomics.store(new Int32Array(running), 0, count);
    },
    attend: (given) => {
      attendants = given;
    },
    close: async () => {
      isClosed = true;
      // A thread that lost its lease has ended already.
      thread.postMessage('stop');
      await ended;
    },
  };
}
