/**
 * Claims jobs and carries them out. Claims and settles overlap: while one batch is being settled the next is claimed,
 * and nobody waits for anybody else's slow job.
 */
import { bounds } from '#domain/bounds.ts';
import type { JsonObject } from '#domain/json.ts';
import { type Claim, type ClaimedJob, claimJobs } from '#engine/commands/claim-jobs.ts';
import type { Database } from '#engine/database.ts';
import { findHeldJobs } from '#engine/queries/find-held-jobs.ts';
import { isTurnOver, nextTurn } from '#engine/turns.ts';
import { Attempt } from './attempt.ts';
import type { DutyLog } from './duty.ts';
import type { Handler } from './handlers/handler.ts';
import { releaseOf } from './outcome.ts';
import { RunningAttempts } from './running-attempts.ts';
import type { Settler } from './settler.ts';
import { VersionCache } from './version-cache.ts';

export type ExecutorOptions = {
  database: Database;
  settler: Settler;
  handlerFor: (block: JsonObject) => Handler;
  workerId: () => string;
  slots: number;
  queues: readonly string[];
  pollMs: number;
  log: DutyLog;
  /** Called after a claim that took jobs: the event log grew. */
  onClaimed: () => void;
};

// Below a tenth of the slots free, a claim waits for a few more: tiny claims cost as much as large ones.
const fewSlots = 0.1;
const gatherMs = 2;
const backoffMsMin = 20;

/** Starts claiming at once. */
export function startExecutor(options: ExecutorOptions): Executor {
  const executor = new Executor(options);
  executor.wake();
  return executor;
}

export class Executor {
  readonly #options: ExecutorOptions;
  readonly #attempts: RunningAttempts;
  readonly #versions: VersionCache;
  #isClaiming = false;
  #isWanted = false;
  #isDraining = false;
  // True when the last batch ended as fast as it was begun: such jobs need no slots.
  #isFast = false;
  #hasMore = false;
  #isLimitedWaiting = false;
  // True when a claim may have been committed without our hearing of it.
  #isUnsure = false;
  #faults = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onIdle: (() => void) | undefined;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#attempts = new RunningAttempts({ ...options, onFreed: () => this.#onFreed() });
    this.#versions = new VersionCache(options.database);
  }

  /** How many jobs run here now. */
  running(): number {
    return this.#attempts.size;
  }

  /** True when capped queues had jobs waiting at the last claim. */
  isWaitingForRoom(): boolean {
    return this.#isLimitedWaiting;
  }

  /** Something may be claimable: look now. */
  wake(): void {
    this.#isWanted = true;
    if (this.#isClaiming || this.#isDraining) return;
    this.#isClaiming = true;
    this.#claimLoop()
      .catch((fault: unknown) => this.#onFault(fault))
      .finally(() => {
        this.#isClaiming = false;
        if (this.#isIdle()) this.#onIdle?.();
      });
  }

  /** Ends the attempts that are no longer ours, as after a cancel. */
  dropLost(): Promise<void> {
    return this.#attempts.dropLost(this.#options.database);
  }

  /** Ends every attempt without settling it: the lease is gone and others may have the jobs. */
  dropAll(reason: string): void {
    this.#attempts.dropAll(reason);
  }

  /** No claim after this; resolves when nothing runs, or when the grace time is over and the rest was given back. */
  async drain(graceMs: number): Promise<void> {
    this.#isDraining = true;
    clearTimeout(this.#timer);
    if (!this.#isIdle()) {
      await new Promise<void>((resolve) => {
        const grace = setTimeout(resolve, graceMs);
        this.#onIdle = () => {
          clearTimeout(grace);
          resolve();
        };
      });
    }
    this.#attempts.releaseAll('its worker was told to stop');
    await this.#options.settler.drained();
  }

  /** Cuts the grace time of a drain short. */
  hurry(): void {
    if (this.#isDraining) this.#onIdle?.();
  }

  async #claimLoop(): Promise<void> {
    let waitMs = this.#options.pollMs;
    let ahead: Promise<Claim> | undefined;
    while ((this.#isWanted || ahead !== undefined) && !(this.#isDraining && ahead === undefined)) {
      this.#isWanted = false;
      if (this.#isUnsure && ahead === undefined) await this.#giveBackUnheard();
      const slots = this.#room();
      if (slots <= 0 && ahead === undefined) break;
      const claim = await (ahead ?? this.#claim(slots, this.#attempts.mayTakeSuspect()));
      waitMs = this.#afterClaim(claim);
      ahead = this.#claimAhead(claim);
      await this.#start(claim.jobs).catch(async (fault: unknown) => {
        for (const job of (await ahead)?.jobs ?? [])
          this.#options.settler.add(releaseOf(job, 'claimed ahead of a fault'));
        throw fault;
      });
    }
    if (!this.#isDraining) this.#wakeIn(waitMs);
  }

  // Jobs that end at once need no slots; all others are claimed only when there is one.
  #room(): number {
    if (this.#options.settler.backlog() > bounds.unsettledMax) return 0;
    const free = this.#isFast ? bounds.claimBatchMax : this.#options.slots - this.#attempts.size;
    return Math.min(bounds.claimBatchMax, free);
  }

  // Under a backlog of instant jobs the database claims the next batch while this process carries out the last one.
  #claimAhead(claim: Claim): Promise<Claim> | undefined {
    if (!this.#isFast || !claim.hasMore || claim.jobs.length === 0 || this.#isDraining || this.#room() <= 0)
      return undefined;
    // Whether a suspect is in the batch at hand is not known yet, so this one takes none.
    const ahead = this.#claim(bounds.claimBatchMax, false);
    // Its fault is met where it is awaited.
    ahead.catch(() => undefined);
    return ahead;
  }

  async #claim(slots: number, mayTakeSuspect: boolean): Promise<Claim> {
    const { database, workerId, queues, onClaimed } = this.#options;
    this.#isUnsure = true;
    const claim = await claimJobs(database, {
      workerId: workerId(),
      slots,
      queues,
      mayTakeSuspect,
      limitedFirst: this.#isLimitedWaiting,
      isBacklogged: this.#hasMore,
    });
    this.#isUnsure = false;
    this.#faults = 0;
    if (claim.jobs.length > 0) onClaimed();
    return claim;
  }

  // What to do next, and how long to sleep if it is nothing.
  #afterClaim(claim: Claim): number {
    const { pollMs } = this.#options;
    this.#hasMore = claim.hasMore;
    // Capped queues with waiting jobs were seen only now: look at them before going to sleep.
    const isNewlyLimited = claim.limitedWaiting && !this.#isLimitedWaiting;
    this.#isLimitedWaiting = claim.limitedWaiting;
    if (isNewlyLimited || (claim.hasMore && claim.jobs.length > 0)) this.#isWanted = true;
    if (claim.leftBusy) return gatherMs;
    return Math.min(pollMs, claim.nextDueInMs === null ? pollMs : Math.max(0, Math.ceil(claim.nextDueInMs)));
  }

  async #start(jobs: readonly ClaimedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const { settler, slots } = this.#options;
    try {
      await this.#versions.load(jobs);
    } catch (fault) {
      for (const job of jobs) settler.add(releaseOf(job, 'its task could not be read'));
      throw fault;
    }
    let atOnce = 0;
    for (const job of jobs) {
      // Results that come at once are checked at once.
      if (isTurnOver()) await nextTurn();
      // A fast queue's batch may hold slow jobs after all: those beyond the slots go back unharmed.
      if (this.#attempts.size >= slots || this.#isDraining)
        settler.add(releaseOf(job, 'claimed beyond the free slots'));
      else if (this.#attempts.begin(new Attempt(job, this.#versions.of(job)))) atOnce += 1;
    }
    this.#isFast = atOnce === jobs.length;
  }

  // A claim whose answer was lost with its connection may have been committed: those jobs are ours, and nobody runs them.
  async #giveBackUnheard(): Promise<void> {
    const { database, settler, workerId, log } = this.#options;
    const held = await findHeldJobs(database, workerId());
    const unheard = held.filter((job) => !this.#attempts.has(job.jobId) && !settler.has(job.jobId, job.fence));
    for (const job of unheard) settler.add(releaseOf(job, 'the answer to its claim was lost'));
    if (unheard.length > 0) log.warn('claim.unheard', { jobs: unheard.length });
    this.#isUnsure = false;
  }

  #onFault(fault: unknown): void {
    this.#faults += 1;
    const message = fault instanceof Error ? fault.message : String(fault);
    this.#options.log.warn('claim.failed', { fault: message, faults: this.#faults });
    if (!this.#isDraining)
      this.#wakeIn(Math.min(bounds.dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(this.#faults, 10)));
  }

  #onFreed(): void {
    if (this.#isDraining) {
      if (this.#isIdle()) this.#onIdle?.();
      return;
    }
    if (!this.#hasMore || this.#isClaiming) return;
    const { slots } = this.#options;
    if (slots - this.#attempts.size >= slots * fewSlots || this.#attempts.size === 0) this.wake();
    else this.#wakeIn(gatherMs);
  }

  #isIdle(): boolean {
    return this.#isDraining && this.#attempts.size === 0 && !this.#isClaiming;
  }

  #wakeIn(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), waitMs);
  }
}
