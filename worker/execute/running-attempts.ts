import { isSuspect } from '#domain/job/crash-rule.ts';
import { findLostAttempts } from '#engine/attempt/find-lost-attempts.ts';
import { engineFaultOf } from '#engine/attempt/settle-attempts.ts';
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import { faultSentence } from '#engine/store/batch/apart.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Database } from '#engine/store/database.ts';
import { failed, type HandlerOutcome, interruption } from '#worker/handlers/handler.ts';
import type { Attempt } from './attempt.ts';
import { noteDrop, noteEnd } from './note-end.ts';
import { releaseOf, settlementOf } from './outcome.ts';
import type { Settler } from './settler.ts';

export type RunningAttemptsOptions = {
  settler: Settler;
  /** Called whenever an attempt leaves. */
  onFreed: () => void;
};

// Attempts that had two crashes run alone for this long before the next such job may start beside them.
const suspectTrustMs = 60_000;

export class RunningAttempts {
  readonly #options: RunningAttemptsOptions;
  readonly #running = new Map<string, Attempt>();
  #suspectUntil = 0;

  constructor(options: RunningAttemptsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#running.size;
  }

  has(jobId: string): boolean {
    return this.#running.has(jobId);
  }

  /** True when no job runs here that has killed workers before, or the one that does has proved itself for a while. */
  mayTakeSuspect(): boolean {
    return performance.now() >= this.#suspectUntil;
  }

  /** Calls the handler. True when it ended at once. */
  begin(attempt: Attempt): boolean {
    if (isSuspect(attempt.job)) this.#suspectUntil = performance.now() + suspectTrustMs;
    if (attempt.version.isUnreadable) {
      this.#options.settler.add(engineFaultOf(attempt.job, 'the version of its task cannot be read'));
      return true;
    }
    let outcome: Promise<HandlerOutcome> | HandlerOutcome;
    try {
      outcome = attempt.version.carryOut(attempt);
    } catch (fault) {
      this.#settle(attempt, () => unexpected(fault));
      return true;
    }
    if (!(outcome instanceof Promise)) {
      const ended = outcome;
      this.#settle(attempt, () => ended);
      return true;
    }
    this.#running.set(attempt.jobId, attempt);
    attempt.watch((late) => this.#finish(late, () => failed({ ...interruption(late.signal), retryable: true })));
    outcome.then(
      (ended) => this.#finishInTurn(attempt, ended),
      (fault) => this.#finish(attempt, () => unexpected(fault)),
    );
    return false;
  }

  /** Ends the attempts that are no longer ours, as after a cancel. */
  async dropLost(database: Database): Promise<void> {
    const held = [...this.#running.values()];
    const lost = new Set(await findLostAttempts(database, held));
    for (const attempt of held) {
      // The same job may have been claimed anew while we asked.
      const isStill = this.#running.get(attempt.jobId) === attempt;
      if (isStill && lost.has(attempt.jobId)) this.#drop(attempt, 'the job is no longer ours');
    }
  }

  /** Ends every attempt without settling it: the lease is gone and others may have the jobs. */
  dropAll(reason: string): void {
    for (const attempt of [...this.#running.values()]) this.#drop(attempt, reason);
  }

  /** Gives every attempt back unharmed. */
  releaseAll(reason: string): void {
    for (const attempt of [...this.#running.values()]) {
      this.#options.settler.add(releaseOf(attempt.job, reason));
      this.#drop(attempt, reason);
    }
  }

  #settle(attempt: Attempt, outcome: () => HandlerOutcome): void {
    if (isSuspect(attempt.job)) this.#suspectUntil = 0;
    const settlement = settlementOrFault(attempt, outcome);
    // Before its end is stored: whoever hears of it finds its log closed.
    noteEnd(attempt, settlement);
    this.#options.settler.add(settlement);
  }

  // Many may end in one round of the event loop, and checking each result takes its time.
  async #finishInTurn(attempt: Attempt, outcome: HandlerOutcome): Promise<void> {
    if (attempt.version.resultSchema !== null) while (isTurnOver()) await nextTurn();
    this.#finish(attempt, () => outcome);
  }

  // The first end counts: a handler that ignores its timeout is answered for already.
  #finish(attempt: Attempt, outcome: () => HandlerOutcome): void {
    if (this.#running.get(attempt.jobId) !== attempt) return;
    this.#forget(attempt);
    this.#settle(attempt, outcome);
    this.#options.onFreed();
  }

  #forget(attempt: Attempt): void {
    attempt.close();
    this.#running.delete(attempt.jobId);
    if (isSuspect(attempt.job)) this.#suspectUntil = 0;
  }

  #drop(attempt: Attempt, reason: string): void {
    this.#forget(attempt);
    attempt.end(new DOMException(reason, 'AbortError'));
    noteDrop(attempt, reason);
    this.#options.onFreed();
  }
}

// What a handler hands back, and the retry policy of its job, are other people's data: whatever is in them, the jobs
// claimed with this one go on.
function settlementOrFault(attempt: Attempt, outcome: () => HandlerOutcome): Settlement {
  try {
    return settlementOf(attempt, outcome(), Math.random());
  } catch (fault) {
    const why = `what its handler handed back could not be read: ${faultSentence(fault)}`;
    return engineFaultOf(attempt.job, why);
  }
}

// A handler that throws something unnamed has met a bug of its own, or the outside world: worth another try.
function unexpected(fault: unknown): HandlerOutcome {
  if (!(fault instanceof Error)) return failed({ type: 'ERROR', message: String(fault), retryable: true });
  const stack = fault.stack === undefined ? {} : { stack: fault.stack };
  return failed({ type: fault.name || 'ERROR', message: fault.message, retryable: true, ...stack });
}
