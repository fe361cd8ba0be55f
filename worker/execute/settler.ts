/**
 * Settles outcomes in batches: whatever gathered while the last batch was under way goes with the next one. An outcome
 * is kept until the database has it, however long that takes; the fences make it harmless to send one twice.
 */

import { type SettledBatch, settleAttempts } from '#engine/attempt/settle-attempts.ts';
import { attemptKey, type Settlement } from '#engine/attempt/settle-statement.ts';
import { faultSentence } from '#engine/store/batch/apart.ts';
import type { Database } from '#engine/store/database.ts';
import { dutyBackoffMsMax } from '#worker/duties/duty-loop.ts';
import type { WorkerLog } from '#worker/worker-log.ts';

// An outcome that cannot be stored in any form means a bug: seldom enough to be no load, often enough to be seen.
const stuckSettleMs = 60_000;
// One statement settles this many attempts in a few milliseconds; larger batches only delay the first of them.
const settleBatchMax = 500;

export type SettlerOptions = {
  database: Database;
  log: WorkerLog;
  onSettled: (batch: SettledBatch) => void;
  /** How long an outcome that cannot be stored in any form is set aside; `stuckSettleMs` unless given. */
  stuckSettleMs?: number;
};

const backoffMsMin = 20;

/** Opens the settler. */
export function openSettler(options: SettlerOptions): Settler {
  return new Settler(options);
}

export class Settler {
  readonly #options: SettlerOptions;
  #waiting: Settlement[] = [];
  #inHand: readonly Settlement[] = [];
  // Outcomes that the database refuses to store in any form; tried again once in a while.
  #stuck: Settlement[] = [];
  #stuckTimer: ReturnType<typeof setTimeout> | undefined;
  // Sent before, without an answer: the database may have them already, and then refuses them.
  readonly #unheard = new Set<string>();
  #underWay: Promise<void> | undefined;
  #faults = 0;
  #isAbandoned = false;
  #endPause: (() => void) | undefined;

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  add(settlement: Settlement): void {
    this.#waiting.push(settlement);
    this.#begin();
  }

  /** Outcomes not yet in the database. */
  backlog(): number {
    return this.#waiting.length + this.#inHand.length + this.#stuck.length;
  }

  /** True when the outcome of this attempt is on its way. */
  has(jobId: string, fence: number): boolean {
    const isIt = (one: Settlement) => one.jobId === jobId && one.fence === fence;
    return this.#waiting.some(isIt) || this.#inHand.some(isIt) || this.#stuck.some(isIt);
  }

  /** The database may be back: tries at once. */
  wake(): void {
    this.#endPause?.();
  }

  /** Resolves when everything added so far is settled, or abandoned. */
  async drained(): Promise<void> {
    while (this.#underWay !== undefined) await this.#underWay;
  }

  /** Tries no more: this process ends, and the jobs are taken back when its lease is over. */
  abandon(): void {
    this.#isAbandoned = true;
    clearTimeout(this.#stuckTimer);
    this.#endPause?.();
  }

  #begin(): void {
    if (this.#isAbandoned) return;
    // After the current turn of the event loop, so that handlers that end together are settled together.
    this.#underWay ??= Promise.resolve().then(() => this.#run());
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#isAbandoned) {
      const taken = this.#waiting.splice(0, settleBatchMax);
      this.#inHand = taken;
      const left: Settlement[] = [];
      for (const batch of Map.groupBy(taken, transactionOf).values())
        if (!(await this.#settle(batch))) left.push(...batch);
      // Behind the others, which may be luckier.
      this.#waiting.push(...left);
      if (left.length === 0) this.#faults = 0;
      else this.#faults = left.length < taken.length ? 1 : this.#faults + 1;
      this.#inHand = [];
      if (left.length > 0 && !this.#isAbandoned)
        await this.#pause(Math.min(dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(this.#faults, 10)));
    }
    this.#underWay = undefined;
  }

  /** False when the database has not said that it has them: they are to be sent again. */
  async #settle(batch: readonly Settlement[]): Promise<boolean> {
    const { database, log, onSettled } = this.#options;
    try {
      const settled = await settleAttempts(database, batch, `worker:${batch[0]?.workerId ?? ''}`);
      // Each is in one place at a time: what is answered is in hand no more.
      const answered = new Set(batch);
      this.#inHand = this.#inHand.filter((one) => !answered.has(one));
      this.#setAside(batch, settled.unsettled);
      onSettled(this.#heard(batch, settled));
      return true;
    } catch (fault) {
      for (const one of batch) this.#unheard.add(attemptKey(one));
      const facts = { fault: faultSentence(fault), tries: this.#faults + 1, attempts: batch.length };
      log.warn('settle.failed', facts);
      return false;
    }
  }

  // What was refused after an answer was lost had most probably been accepted before.
  #heard(batch: readonly Settlement[], settled: SettledBatch): SettledBatch {
    if (settled.refused.length === 0 && this.#unheard.size === 0) return settled;
    const { log } = this.#options;
    const refused = new Set(settled.refused.map(attemptKey));
    let repeated = 0;
    for (const one of batch) {
      const wasSent = this.#unheard.delete(attemptKey(one));
      if (!refused.has(attemptKey(one))) continue;
      if (wasSent) repeated += 1;
      else log.warn('attempt.refused', { job: one.jobId });
    }
    if (repeated === 0) return settled;
    log.warn('settle.unheard', { attempts: repeated });
    // What followed from them is not known any more; nobody is hurt by looking.
    const { accepted, readied } = settled;
    return { ...settled, accepted: accepted + repeated, readied: readied + repeated, stopped: true };
  }

  // Neither the outcome nor the plainest word about it can be stored: there is a bug, which a new release may mend.
  #setAside(batch: readonly Settlement[], jobIds: readonly string[]): void {
    if (jobIds.length === 0) return;
    const unsettled = new Set(jobIds);
    this.#stuck.push(...batch.filter((one) => unsettled.has(one.jobId)));
    for (const job of jobIds) this.#options.log.error('attempt.unsettled', { job });
    if (this.#isAbandoned) return;
    // Not begun anew for each of them: where one is set aside after the other, none would ever be tried again.
    this.#stuckTimer ??= setTimeout(() => {
      this.#stuckTimer = undefined;
      this.#waiting.push(...this.#stuck.splice(0));
      this.#begin();
    }, this.#options.stuckSettleMs ?? stuckSettleMs);
  }

  async #pause(waitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = undefined;
  }
}

// A life's own attempts, and steps apart from jobs that stand alone: what shares a transaction shares its fate.
function transactionOf({ workerId, runId }: Settlement): string {
  return `${workerId} ${runId === null}`;
}
