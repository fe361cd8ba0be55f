/** How a worker ends: in order and with everything said, or, where the database does not answer, in time all the same. */

import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import type { Listener } from '#engine/store/listener.ts';
import { drainWorker, stopWorker } from '#engine/worker/register-worker.ts';
import type { RunningDuties } from '#worker/duties/duties.ts';
import type { Executor } from '#worker/execute/executor.ts';
import type { LogWriter } from '#worker/execute/log-writer.ts';
import type { Settler } from '#worker/execute/settler.ts';
import type { Outbound } from './handlers/outbound.ts';
import type { Life } from './life.ts';
import type { WorkerLog } from './worker-log.ts';

/** What a worker could not bring to an end before it ended itself. Its lease runs out, and others take the jobs back. */
export type LeftBehind = {
  /** Attempts whose end the database does not have. */
  attempts: number;
  /** Claims without an answer; what they took is not known. */
  claims: number;
  /** False when the database could not be told that the worker is gone. */
  saidGoodbye: boolean;
};

export type EndingParts = {
  options: { log: WorkerLog };
  settler: Settler;
  logs: LogWriter;
  executor: Executor;
  life: Life;
  hints: Hints;
  dutyHints: Hints;
  database: Database;
  logDatabase: Database;
  dutyDatabase: Database;
  outbound: Outbound;
  duties: RunningDuties;
  listener: Listener;
};

// G9: two seconds after the grace time the process is gone. The first part of them is for what was given back to reach
// the database, the second for goodbyes. A worker that holds nothing says goodbye within seconds, or not at all.
const settleMsMax = 1_200;
const goodbyeMsMin = 500;
const goodbyeMsMax = 5_000;
// What attempts wrote last goes out before the worker says that it is gone; a goodbye is worth more than lines.
const lastLinesMsMax = 300;

export class Ending {
  readonly #parts: EndingParts;
  #stopping: Promise<LeftBehind> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #endsAt = 0;
  readonly #isOver = Promise.withResolvers<'over'>();

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  stop(graceMs: number): Promise<LeftBehind> {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  /** Cuts the grace time short. */
  hurry(): void {
    if (this.#stopping === undefined) return;
    this.#parts.executor.hurry();
    this.#expect(0);
  }

  async #stop(graceMs: number): Promise<LeftBehind> {
    const { settler, executor, dutyDatabase, life } = this.#parts;
    this.#expect(graceMs);
    // First of all, because the database may take its time to note that this worker drains.
    const drained = executor.drain(graceMs);
    const noted = drainWorker(dutyDatabase, life.workerId()).catch(() => undefined);
    await Promise.race([drained, this.#isOver.promise]);
    clearTimeout(this.#deadline);
    const attempts = executor.running() + settler.backlog();
    const claims = executor.openClaims();
    settler.abandon();
    const goodbye = noted.then(() => this.#sayGoodbye());
    const leftMs = Math.max(goodbyeMsMin, Math.min(goodbyeMsMax, this.#endsAt - performance.now()));
    const answer = await Promise.race([goodbye, after(leftMs)]);
    return { attempts, claims, saidGoodbye: answer === 'said' };
  }

  #expect(graceMs: number): void {
    clearTimeout(this.#deadline);
    const waitMs = graceMs + settleMsMax;
    this.#endsAt = performance.now() + waitMs + goodbyeMsMin;
    this.#deadline = setTimeout(() => this.#isOver.resolve('over'), waitMs);
  }

  async #sayGoodbye(): Promise<'said' | 'unsaid'> {
    const { hints, dutyHints, life, logs, database, logDatabase, dutyDatabase, outbound, duties, listener } =
      this.#parts;
    await Promise.race([logs.drained(), after(lastLinesMsMax)]);
    logs.abandon();
    await Promise.all([duties.stop(), life.close(), listener.close()]);
    await Promise.all([hints.close(), dutyHints.close()]);
    const answer = await stopWorker(dutyDatabase, life.workerId()).then(
      () => 'said' as const,
      () => 'unsaid' as const,
    );
    await outbound.close();
    await Promise.all([database.close(), logDatabase.close(), dutyDatabase.close()]);
    return answer;
  }
}

function after(waitMs: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(resolve, waitMs, 'late').unref());
}
