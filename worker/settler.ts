/**
 * Settles outcomes in batches: whatever gathered while the last batch was under way goes with the next one. An outcome
 * is kept until the database has it, however long that takes; the fences make it harmless to send one twice.
 */
import { bounds } from '#domain/bounds.ts';
import { eachApart, faultSentence, type Poisoned } from '#engine/apart.ts';
import { type SettledBatch, settleAttempts } from '#engine/commands/settle-attempts.ts';
import type { Database } from '#engine/database.ts';
import { isPassingFault } from '#engine/faults.ts';
import type { Settlement } from '#engine/statements/settle-jobs.ts';
import type { DutyLog } from './duty.ts';

export type SettlerOptions = {
  database: Database;
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
      this.#inHand = this.#waiting.splice(0, bounds.settleBatchMax);
      const left: Settlement[] = [];
      for (const batch of Map.groupBy(this.#inHand, transactionOf).values()) left.push(...(await this.#settle(batch)));
      // Behind the others, which may be luckier.
      this.#waiting.push(...left);
      this.#inHand = [];
      this.#faults = left.length > 0 ? this.#faults + 1 : 0;
      if (left.length > 0 && !this.#isAbandoned)
        await this.#pause(Math.min(bounds.dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(this.#faults, 10)));
    }
    this.#underWay = undefined;
  }

  /** Hands back what is to be tried again. */
  async #settle(batch: readonly Settlement[]): Promise<Settlement[]> {
    const first = await this.#try(batch);
    if (first.poisoned.length === 0) return first.left;
    // An outcome that cannot be stored still ends its job, with a reason that can.
    const plain = first.poisoned.map(({ item, fault }) => {
      this.#options.log.error('attempt.unstorable', { job: item.jobId, fault: faultSentence(fault) });
      return withoutPayload(item, fault);
    });
    const second = await this.#try(plain);
    this.#setAside(second.poisoned);
    // What was left is tried again as it was: its own outcome may be stored yet.
    const own = new Map(first.poisoned.map(({ item }) => [keyOf(item), item]));
    return [...first.left, ...second.left.map((one) => own.get(keyOf(one)) ?? one)];
  }

  async #try(batch: readonly Settlement[]): Promise<{ left: Settlement[]; poisoned: Poisoned<Settlement>[] }> {
    const { results, poisoned, left, fault } = await eachApart(batch, (part) => this.#send(part));
    for (const settled of results) this.#options.onSettled(settled);
    if (left.length > 0)
      this.#options.log.warn('settle.failed', {
        fault: faultSentence(fault),
        tries: this.#faults + 1,
        attempts: left.length,
      });
    return { left, poisoned };
  }

  async #send(part: readonly Settlement[]): Promise<SettledBatch> {
    const { database, log } = this.#options;
    try {
      const settled = await settleAttempts(database, part, `worker:${part[0]?.workerId ?? ''}`);
      if (settled.refused.length === 0 && this.#unheard.size === 0) return settled;
      const refused = new Set(settled.refused);
      const repeated = part.filter((one) => refused.has(one.jobId) && this.#unheard.has(keyOf(one)));
      for (const one of part) {
        if (refused.has(one.jobId) && !this.#unheard.has(keyOf(one))) log.warn('attempt.refused', { job: one.jobId });
        this.#unheard.delete(keyOf(one));
      }
      if (repeated.length === 0) return settled;
      log.warn('settle.unheard', { attempts: repeated.length });
      // What followed from them is not known any more; nobody is hurt by looking.
      const accepted = settled.accepted + repeated.length;
      return { ...settled, accepted, readied: settled.readied + repeated.length, stopped: true };
    } catch (fault) {
      if (isPassingFault(fault)) for (const one of part) this.#unheard.add(keyOf(one));
      throw fault;
    }
  }

  // Neither the outcome nor the plainest word about it can be stored: there is a bug, which a new release may mend.
  #setAside(poisoned: readonly Poisoned<Settlement>[]): void {
    for (const { item, fault } of poisoned) {
      this.#options.log.error('attempt.unsettled', { job: item.jobId, fault: faultSentence(fault) });
      this.#stuck.push(item);
    }
    if (poisoned.length === 0 || this.#isAbandoned) return;
    clearTimeout(this.#stuckTimer);
    this.#stuckTimer = setTimeout(() => {
      this.#waiting.push(...this.#stuck.splice(0));
      this.#begin();
    }, bounds.stuckSettleMs);
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

function keyOf({ jobId, fence }: Settlement): string {
  return `${jobId} ${fence}`;
}

function withoutPayload({ result: _, delayMs: __, ...rest }: Settlement, fault: unknown): Settlement {
  const message = `its outcome could not be stored: ${faultSentence(fault)}`;
  const error = { type: 'ENGINE_FAULT', message, retryable: false };
  return { ...rest, to: 'FAILED', error, reasonCode: 'ENGINE_FAULT', decision: message };
}
