/** Settles outcomes in batches: whatever gathered while the last batch was under way goes with the next one. */
import { bounds } from '#domain/bounds.ts';
import { type SettledBatch, settleAttempts } from '#engine/commands/settle-attempts.ts';
import type { Database } from '#engine/database.ts';
import { isConnectionFault } from '#engine/faults.ts';
import type { Settlement } from '#engine/statements/settle-jobs.ts';
import type { DutyLog } from './duty.ts';

export type SettlerOptions = {
  database: Database;
  actor: () => string;
  log: DutyLog;
  onSettled: (batch: SettledBatch) => void;
};

const backoffMsMin = 20;

/** Opens the settler. */
export function openSettler(options: SettlerOptions): Settler {
  return new Settler(options);
}

export class Settler {
  readonly #options: SettlerOptions;
  #waiting: Settlement[] = [];
  #inHand: Settlement[] = [];
  #underWay: Promise<void> | undefined;

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  add(settlement: Settlement): void {
    this.#waiting.push(settlement);
    // After the current turn of the event loop, so that handlers that end together are settled together.
    this.#underWay ??= Promise.resolve().then(() => this.#run());
  }

  /** Outcomes not yet in the database. */
  backlog(): number {
    return this.#waiting.length + this.#inHand.length;
  }

  /** True when the outcome of this attempt is on its way. */
  has(jobId: string, fence: number): boolean {
    const isIt = (one: Settlement) => one.jobId === jobId && one.fence === fence;
    return this.#waiting.some(isIt) || this.#inHand.some(isIt);
  }

  /** Resolves when everything added so far is settled, or given up because the database stays away. */
  async drained(): Promise<void> {
    while (this.#underWay !== undefined) await this.#underWay;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#inHand = this.#waiting.splice(0, bounds.settleBatchMax);
      await this.#settle(this.#inHand);
      this.#inHand = [];
    }
    this.#underWay = undefined;
  }

  // Faults of the connection are waited out, until the leases are long gone: then the rescuer has the jobs.
  async #settle(batch: readonly Settlement[]): Promise<void> {
    const { database, actor, log, onSettled } = this.#options;
    for (let tries = 1; tries <= bounds.settleTriesMax; tries += 1) {
      try {
        const settled = await settleAttempts(database, batch, actor());
        for (const jobId of settled.refused) log.warn('attempt.refused', { job: jobId });
        onSettled(settled);
        return;
      } catch (fault) {
        const message = fault instanceof Error ? fault.message : String(fault);
        log.warn('settle.failed', { fault: message, tries, attempts: batch.length });
        if (!isConnectionFault(fault)) return await this.#settleApart(batch, message);
        await pause(Math.min(bounds.dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(tries, 10)));
      }
    }
  }

  // One outcome that cannot be stored must not hold up the others, nor leave its own job running for ever.
  async #settleApart(batch: readonly Settlement[], fault: string): Promise<void> {
    const [only] = batch;
    if (only === undefined) return;
    if (batch.length > 1) {
      const half = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, half));
      await this.#settle(batch.slice(half));
    } else if (only.reasonCode !== 'UNSTORABLE') {
      const error = {
        type: 'UNSTORABLE',
        message: `its outcome could not be stored: ${fault}`.slice(0, bounds.errorTextLengthMax),
        retryable: false,
      };
      const { result: _, ...rest } = only;
      await this.#settle([{ ...rest, to: 'FAILED', error, reasonCode: 'UNSTORABLE', decision: error.message }]);
    } else {
      this.#options.log.error('attempt.unsettled', { job: only.jobId, fault });
    }
  }
}

function pause(waitMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
