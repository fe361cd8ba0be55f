/**
 * Knows which lanes have work and claims from them by fair shares. What it knows comes from hints, from the answers of
 * its claims and from a sweep through all lanes that is made again and again: a lost hint costs a sweep, never work.
 */
import { type Ask, LaneBook } from '#domain/lane/lane-book.ts';
import { claimCarefully, claimSuspect } from '#engine/attempt/claim/claim-carefully.ts';
import { claimJobs } from '#engine/attempt/claim/claim-jobs.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import type { LaneAnswer, LaneClaimed } from '#engine/attempt/claim/lane-asks.ts';
import { sweepLanes, sweptLanesMax } from '#engine/attempt/claim/sweep-lanes.ts';
import { wakeGates } from '#engine/gate/wake-gates.ts';
import type { Database } from '#engine/store/database.ts';
import { GateTimes } from './gate-times.ts';

export type ClaimerOptions = {
  database: Database;
  workerId: () => string;
  queues: readonly string[];
  /** How long a lost hint may go unnoticed, at least. */
  pollMs: number;
};

export type Claim = {
  jobs: ClaimedJob[];
  /** True when something was left because its row or its run was in other hands: try again in a moment. */
  leftBusy: boolean;
  /** What ended the claim after a part of it had brought jobs: they are in hand, and more may be taken unheard. */
  fault?: unknown;
};

// A sweep may take a twentieth of the time: with very many open lanes it comes less often.
const sweepRests = 20;
const sweepRestMsMax = 5_000;
const soonMs = 50;
// A lane that its rate shuts is looked at this often all the same: that a rate was raised may have gone unheard.
const roomRestMsMax = 5_000;

export class Claimer {
  readonly #options: ClaimerOptions;
  readonly #book = new LaneBook({ lanesMax: sweptLanesMax });
  readonly #gates = new GateTimes();
  #sweepDueAtMs = 0;
  #sweepSoonAtMs = 0;
  #isCurious = false;
  #hasSuspects = false;
  // Those up to here had no room when they were looked at last.
  #suspectsAfter: string | undefined;
  #hasOthers = true;
  // The last claim left work behind: other workers probably reach for the same rows, so they take turns.
  #isBacklogged = false;

  constructor(options: ClaimerOptions) {
    this.#options = options;
  }

  /** True when lanes are known to have work, and to have room for it. */
  hasMore(): boolean {
    return this.#book.hasWork();
  }

  /** True when jobs wait that run alone, because they have killed workers. */
  hasSuspects(): boolean {
    return this.#hasSuspects;
  }

  /** True when capped lanes have work for which there was no room. */
  isWaitingForRoom(): boolean {
    return this.#book.hasFull();
  }

  /** Jobs of these queues may be claimable. */
  hear(queueIds: readonly string[]): void {
    for (const queueId of queueIds) this.#book.hear(queueId);
  }

  /** Something may be claimable somewhere: an idle worker looks at a few lanes at once, a busy one sweeps soon. */
  hearVaguely(): void {
    this.#isCurious = true;
    this.#book.reopenAll();
    if (this.#book.hasWork()) this.#sweepSoon();
  }

  #sweepSoon(): void {
    this.#sweepDueAtMs = Math.min(this.#sweepDueAtMs, this.#sweepSoonAtMs);
  }

  /** A job of the queue is due after a while. */
  expect(queueId: string, inMs: number): void {
    this.#book.learn({ queueId, dueAtMs: performance.now() + inMs });
  }

  /** Jobs of these tenants ended: there may be room. Answers the queues that waited for it. */
  hearOfRoom(tenantIds: readonly string[]): string[] {
    return tenantIds.flatMap((tenantId) => this.#book.reopen(tenantId));
  }

  /** The next claim looks through all lanes first. */
  forget(): void {
    this.#sweepDueAtMs = 0;
  }

  /** Milliseconds until there is something to do that nobody tells of. */
  restMs(): number {
    const atMs = Math.min(
      this.#sweepDueAtMs,
      this.#book.nextAtMs() ?? Number.POSITIVE_INFINITY,
      this.#gates.nextAtMs(),
    );
    return Math.max(0, Math.ceil(atMs - performance.now()));
  }

  /** Claims up to `slots` jobs, as the lanes have their turn. */
  async claim(slots: number, mayTakeSuspect: boolean): Promise<Claim> {
    if (performance.now() >= this.#sweepDueAtMs) await this.#sweep();
    await this.#wakeGates();
    const claims: LaneClaimed[] = [];
    let fault: unknown;
    try {
      await this.#claimInto(claims, { slots, mayTakeSuspect });
    } catch (thrown) {
      if (countOf(claims) === 0) throw thrown;
      fault = thrown;
    }
    this.#isBacklogged = this.#book.hasWork();
    return {
      jobs: claims.flatMap(({ jobs }) => jobs),
      leftBusy: claims.some(({ leftBusy }) => leftBusy),
      fault,
    };
  }

  // What each part brings is noted at once, so that a fault of the next one loses nothing that is in hand.
  async #claimInto(
    claims: LaneClaimed[],
    { slots, mayTakeSuspect }: { slots: number; mayTakeSuspect: boolean },
  ): Promise<void> {
    const { workerId, queues, database } = this.#options;
    const request = { workerId: workerId(), queues };
    if (mayTakeSuspect && this.#hasSuspects) {
      const claimed = await claimSuspect(database, { ...request, after: this.#suspectsAfter });
      // When none of them may run now, the next sweep asks again.
      this.#suspectsAfter = claimed.jobs.length > 0 ? undefined : claimed.lookedTo;
      this.#hasSuspects = claimed.jobs.length > 0 || claimed.leftBusy || this.#suspectsAfter !== undefined;
      claims.push(claimed);
    }
    // What is told from here on stands, also while the first part is under way: the second one asks what is known now.
    const asOf = this.#book.mark();
    const asks = this.#book.divide(slots - countOf(claims), performance.now());
    const careful = asks.flatMap((ask) =>
      ask.isCareful && ask.tenantId !== undefined ? [{ ...laneAsk(ask), tenantId: ask.tenantId }] : [],
    );
    const free = asks.filter((ask) => !ask.isCareful || ask.tenantId === undefined);
    if (careful.length > 0) {
      const claimed = await claimCarefully(database, { ...request, asks: careful });
      this.#heard(claimed.lanes, careful, asOf);
      this.hear(claimed.woken);
      const nowMs = performance.now();
      for (const { inMs, ...gate } of claimed.gatesDue) this.#gates.expect(gate, nowMs + inMs);
      claims.push(claimed);
    }
    const isCurious = this.#isCurious && free.length === 0;
    if (this.#isCurious && !isCurious) this.#sweepSoon();
    this.#isCurious = false;
    if (free.length > 0 || isCurious) {
      const claimed = await claimJobs(database, {
        ...request,
        slots: slots - countOf(claims),
        asks: free.map(laneAsk),
        isCurious,
        inTurn: this.#hasOthers && this.#isBacklogged,
      });
      this.#hasSuspects = claimed.hasSuspects ?? this.#hasSuspects;
      this.#heard(claimed.lanes, free, asOf);
      claims.push(claimed);
    }
  }

  // Where a rate has room again, those that waited for it stand in line again.
  async #wakeGates(): Promise<void> {
    const due = this.#gates.takeDue(performance.now());
    if (due.length === 0) return;
    const { queueIds } = await wakeGates(this.#options.database.client, due);
    this.hear(queueIds);
  }

  #heard(answers: readonly LaneAnswer[], asks: readonly Pick<Ask, 'queueId' | 'count'>[], asOf: number): void {
    const taken = new Map(answers.map((answer) => [answer.queueId, answer.taken]));
    for (const { queueId, count } of asks) this.#book.giveBack(queueId, count - (taken.get(queueId) ?? 0));
    const nowMs = performance.now();
    for (const { queueId, facts, nextDueInMs, roomInMs, ...news } of answers) {
      const isOpen = facts === null || facts.isOpen;
      this.#book.learn({
        queueId,
        shape: facts?.shape,
        hasReady: isOpen && news.hasReady,
        hasDue: isOpen && news.hasDue,
        isCareful: news.isCareful,
        isPlain: news.isPlain,
        isFull: news.isFull,
        roomAtMs: roomInMs == null ? null : nowMs + Math.min(roomInMs, roomRestMsMax),
        asOf,
        ...(isOpen && nextDueInMs !== null ? { dueAtMs: nowMs + nextDueInMs } : {}),
      });
    }
  }

  async #sweep(): Promise<void> {
    const { database, workerId, queues, pollMs } = this.#options;
    const asOf = this.#book.mark();
    const sweep = await sweepLanes(database, { workerId: workerId(), queues });
    const nowMs = performance.now();
    for (const { queueId, facts, isReady, nextDueInMs } of sweep.lanes) {
      const isDue = nextDueInMs !== null && nextDueInMs <= 0;
      this.#book.learn({
        queueId,
        shape: facts.shape,
        hasReady: isReady,
        hasDue: isDue,
        isFull: false,
        asOf,
        ...(nextDueInMs === null || isDue ? {} : { dueAtMs: nowMs + nextDueInMs }),
        ...(facts.isLimited ? { isCareful: true } : {}),
      });
    }
    this.#hasSuspects = sweep.hasSuspects;
    this.#hasOthers = sweep.hasOthers;
    const restMs = Math.min(sweepRestMsMax, sweepRests * sweep.tookMs);
    this.#sweepSoonAtMs = nowMs + Math.max(soonMs, restMs);
    this.#sweepDueAtMs = nowMs + Math.max(pollMs, restMs);
  }
}

function laneAsk({ queueId, count, isReady, isDue, isPlain, tenantId }: Ask) {
  const isKnown = tenantId !== undefined;
  return { queueId, count, isReady, isDue, isKnown, isPlain: isKnown && isPlain };
}

function countOf(claims: readonly LaneClaimed[]): number {
  return claims.reduce((sum, { jobs }) => sum + jobs.length, 0);
}
