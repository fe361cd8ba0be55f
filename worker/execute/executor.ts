/**
 * Claims jobs and carries them out. Claims and settles overlap: while one batch is being settled the next is claimed,
 * and nobody waits for anybody else's slow job.
 */

import type { JsonObject } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Database } from '#engine/store/database.ts';
import { dutyBackoffMsMax } from '#worker/duties/duty-loop.ts';
import type { Handler } from '#worker/handlers/handler.ts';
import type { WorkerLog } from '#worker/worker-log.ts';
import { Attempt } from './attempt.ts';
import { type Claim, Claimer } from './claimer.ts';
import type { LogWriter } from './log-writer.ts';
import { type HeldAttempt, releaseOf } from './outcome.ts';
import { RunningAttempts } from './running-attempts.ts';
import type { Settler } from './settler.ts';
import { VersionCache } from './version-cache.ts';

// Outcomes waiting to be settled; above this a worker claims nothing more. What it holds already comes on top of it.
const unsettledMax = 2_000;
// One claim: enough to keep a worker of instant jobs busy while the next claim is under way.
const claimBatchMax = 500;

export type ExecutorOptions = {
  database: Database;
  settler: Settler;
  logs: LogWriter;
  handlerFor: (block: JsonObject) => Handler;
  workerId: () => string;
  slots: number;
  queues: readonly string[];
  pollMs: number;
  log: WorkerLog;
  /** Called after a claim that took jobs: the event log grew. */
  onClaimed: () => void;
  /** Called after a fault: a claim may have been committed without our hearing of it. */
  onUnsure: () => void;
};

/** A claim with its number, by which it is known whether it was heard. */
type HeardClaim = Claim & { number: number; heardAtMs: number };

// Below a tenth of the slots free, a claim waits for a few more: tiny claims cost as much as large ones.
const fewSlots = 0.1;
const gatherMs = 2;
const backoffMsMin = 20;
const emptyClaimsMax = 4;

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
  readonly #claimer: Claimer;
  #claiming: Promise<void> | undefined;
  #isWanted = false;
  #isDraining = false;
  // True when the last batch ended as fast as it was begun: such jobs need no slots.
  #isFast = false;
  #claimsBegun = 0;
  // Claims under way, and those whose jobs are not all in hand yet.
  readonly #openClaims = new Set<number>();
  #faults = 0;
  #emptyClaims = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lookAtMs = 0;
  #onIdle: (() => void) | undefined;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#attempts = new RunningAttempts({ ...options, onFreed: () => this.#onFreed() });
    this.#versions = new VersionCache(options.database, options.handlerFor);
    this.#claimer = new Claimer(options);
  }

  /** How many jobs run here now. */
  running(): number {
    return this.#attempts.size;
  }

  /** Under which id this worker claims now. */
  workerId(): string {
    return this.#options.workerId();
  }

  /** True when the attempt runs here, or its outcome is on its way. */
  knows({ jobId, fence }: HeldAttempt): boolean {
    return this.#attempts.has(jobId) || this.#options.settler.has(jobId, fence);
  }

  /** Claims without an answer: what they took is not known yet. */
  openClaims(): number {
    return this.#openClaims.size;
  }

  /** Stands for all claims begun so far. */
  claimMark(): number {
    return this.#claimsBegun;
  }

  /** True when every claim begun before the mark was answered and its jobs are in hand, or failed. */
  hasHeardClaimsBefore(mark: number): boolean {
    return [...this.#openClaims].every((number) => number >= mark);
  }

  /** Gives a job back unharmed. */
  giveBack(job: HeldAttempt, why: string): void {
    this.#options.settler.add(releaseOf(job, why));
  }

  /** Jobs of these tenants ended: what waited there for room may be claimed. Answers the queues that did. */
  hearOfRoom(tenantIds: readonly string[]): string[] {
    const queueIds = this.#claimer.hearOfRoom(tenantIds);
    if (queueIds.length > 0) this.#look();
    return queueIds;
  }

  /** Jobs of these queues may be claimable: look now. */
  hear(queueIds: readonly string[]): void {
    this.#claimer.hear(queueIds);
    this.#look();
  }

  /** A job of this queue is claimable, now or after a while. */
  expect(queueId: string, inMs: number): void {
    if (inMs <= 0) {
      this.hear([queueId]);
      return;
    }
    this.#claimer.expect(queueId, inMs);
    if (this.#claiming === undefined && performance.now() + inMs < this.#lookAtMs) this.#lookIn(inMs);
  }

  /** True while there is a backlog of jobs that end at once. */
  isPressed(): boolean {
    return this.#isFast && this.#claimer.hasMore();
  }

  /** Something may be claimable somewhere: look now. */
  wake(): void {
    this.#claimer.hearVaguely();
    this.#look();
  }

  #look(): void {
    this.#isWanted = true;
    if (this.#claiming !== undefined || this.#isDraining) return;
    this.#claiming = this.#claimLoop()
      .catch((fault: unknown) => this.#onFault(fault))
      .finally(() => {
        this.#claiming = undefined;
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
    // What a claim brings that was under way is given back as well.
    await this.#claiming;
    await this.#options.settler.drained();
  }

  /** Cuts the grace time of a drain short. */
  hurry(): void {
    if (this.#isDraining) this.#onIdle?.();
  }

  async #claimLoop(): Promise<void> {
    let waitMs = this.#options.pollMs;
    let ahead: Promise<HeardClaim> | undefined;
    while ((this.#isWanted || ahead !== undefined) && !(this.#isDraining && ahead === undefined)) {
      this.#isWanted = false;
      const slots = this.#room();
      if (slots <= 0 && ahead === undefined) break;
      const claim = await (ahead ?? this.#claim(slots, this.#attempts.mayTakeSuspect()));
      waitMs = this.#afterClaim(claim);
      ahead = this.#claimAhead(claim);
      await this.#start(claim).catch(async (fault: unknown) => {
        await this.#giveBackAhead(ahead);
        throw fault;
      });
      if (claim.fault !== undefined) throw claim.fault;
    }
    if (!this.#isDraining) this.#lookIn(waitMs);
  }

  // Jobs that end at once need no slots; all others are claimed only when there is one.
  #room(): number {
    if (this.#options.settler.backlog() > unsettledMax) return 0;
    const free = this.#isFast ? claimBatchMax : this.#options.slots - this.#attempts.size;
    return Math.min(claimBatchMax, free);
  }

  // Under a backlog of instant jobs the database claims the next batch while this process carries out the last one.
  #claimAhead(claim: Claim): Promise<HeardClaim> | undefined {
    if (
      claim.fault !== undefined ||
      !this.#isFast ||
      !this.#claimer.hasMore() ||
      claim.jobs.length === 0 ||
      this.#isDraining ||
      this.#room() <= 0
    )
      return undefined;
    // Whether a suspect is in the batch at hand is not known yet, so this one takes none.
    const ahead = this.#claim(claimBatchMax, false);
    // Its fault is met where it is awaited.
    ahead.catch(() => undefined);
    return ahead;
  }

  async #claim(slots: number, mayTakeSuspect: boolean): Promise<HeardClaim> {
    const { settler, onClaimed } = this.#options;
    const number = this.#claimsBegun;
    this.#claimsBegun += 1;
    this.#openClaims.add(number);
    try {
      const claim = await this.#claimer.claim(slots, mayTakeSuspect);
      this.#faults = 0;
      // The database answers.
      settler.wake();
      if (claim.jobs.length > 0) onClaimed();
      return { ...claim, number, heardAtMs: performance.now() };
    } catch (fault) {
      this.#openClaims.delete(number);
      throw fault;
    }
  }

  async #giveBackAhead(ahead: Promise<HeardClaim> | undefined): Promise<void> {
    const claim = await ahead;
    if (claim === undefined) return;
    for (const job of claim.jobs) this.giveBack(job, 'claimed ahead of a fault');
    this.#openClaims.delete(claim.number);
  }

  // What to do next, and how long to sleep if it is nothing.
  #afterClaim(claim: Claim): number {
    const { pollMs } = this.#options;
    this.#emptyClaims = claim.jobs.length > 0 ? 0 : this.#emptyClaims + 1;
    if (!this.#claimer.hasMore()) return claim.leftBusy ? gatherMs : Math.min(pollMs, this.#claimer.restMs());
    // Lanes that are believed to have work may turn out to have none; a worker that learns nothing new takes its time.
    if (!claim.leftBusy && this.#emptyClaims < emptyClaimsMax) this.#isWanted = true;
    return gatherMs;
  }

  async #start({ jobs, number, heardAtMs }: HeardClaim): Promise<void> {
    try {
      if (jobs.length > 0) await this.#load(jobs);
      await this.#begin(jobs, heardAtMs);
    } finally {
      this.#openClaims.delete(number);
    }
  }

  async #load(jobs: readonly ClaimedJob[]): Promise<void> {
    try {
      await this.#versions.load(jobs);
    } catch (fault) {
      for (const job of jobs) this.giveBack(job, 'its task could not be read');
      throw fault;
    }
  }

  async #begin(jobs: readonly ClaimedJob[], heardAtMs: number): Promise<void> {
    if (jobs.length === 0) return;
    const heard = { heardAtMs, logs: this.#options.logs };
    let atOnce = 0;
    for (const job of jobs) {
      // Results that come at once are checked at once.
      if (isTurnOver()) await nextTurn();
      // A fast queue's batch may hold slow jobs after all: those beyond the slots go back unharmed.
      if (this.#attempts.size >= this.#options.slots || this.#isDraining)
        this.giveBack(job, 'claimed beyond the free slots');
      else if (this.#attempts.begin(new Attempt(job, this.#versions.of(job), heard))) atOnce += 1;
    }
    this.#isFast = atOnce === jobs.length;
  }

  #onFault(fault: unknown): void {
    this.#faults += 1;
    const message = fault instanceof Error ? fault.message : String(fault);
    this.#options.log.warn('claim.failed', { fault: message, faults: this.#faults });
    this.#options.onUnsure();
    this.#claimer.forget();
    if (!this.#isDraining) this.#lookIn(Math.min(dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(this.#faults, 10)));
  }

  #onFreed(): void {
    if (this.#isDraining) {
      if (this.#isIdle()) this.#onIdle?.();
      return;
    }
    if (this.#claiming !== undefined || !(this.#claimer.hasMore() || this.#claimer.hasSuspects())) return;
    const { slots } = this.#options;
    if (slots - this.#attempts.size >= slots * fewSlots || this.#attempts.size === 0) this.#look();
    else this.#lookIn(gatherMs);
  }

  #isIdle(): boolean {
    return this.#isDraining && this.#attempts.size === 0 && this.#claiming === undefined;
  }

  #lookIn(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#lookAtMs = performance.now() + waitMs;
    this.#timer = setTimeout(() => this.#look(), waitMs);
  }
}
