/**
 * Claims jobs and carries them out. Claims and settles overlap: while one batch is being settled the next is claimed,
 * and nobody waits for anybody else's slow job.
 */
import { bounds } from '#domain/bounds.ts';
import type { JsonObject } from '#domain/json.ts';
import { type ClaimedJob, claimJobs } from '#engine/commands/claim-jobs.ts';
import type { Database } from '#engine/database.ts';
import { findLostAttempts } from '#engine/queries/find-lost-attempts.ts';
import { type ExecutableVersion, findTaskVersions } from '#engine/queries/find-task-versions.ts';
import { Attempt } from './attempt.ts';
import type { DutyLog } from './duty.ts';
import { failed, type Handler, type HandlerOutcome, interruption } from './handlers/handler.ts';
import { releaseOf, settlementOf } from './outcome.ts';
import type { Settler } from './settler.ts';

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

export type Executor = {
  /** Something may be claimable: look now. */
  wake(): void;
  running(): number;
  /** True when capped queues had jobs waiting at the last claim. */
  isWaitingForRoom(): boolean;
  /** Ends the attempts that are no longer ours, as after a cancel. */
  dropLost(): Promise<void>;
  /** Ends every attempt without settling it: the lease is gone and others may have the jobs. */
  dropAll(reason: string): void;
  /** No claim after this; resolves when nothing runs, or when the grace time is over and the rest was given back. */
  drain(graceMs: number): Promise<void>;
  /** Cuts the grace time of a drain short. */
  hurry(): void;
};

// Below a tenth of the slots free, a claim waits for a few more: tiny claims cost as much as large ones.
const fewSlots = 0.1;
const gatherMs = 2;
// Attempts that had two crashes run alone for this long before the next such job may start beside them.
const suspectTrustMs = 60_000;

/** Starts claiming at once. */
export function startExecutor(options: ExecutorOptions): Executor {
  const { database, settler, log, slots } = options;
  const running = new Map<string, Attempt>();
  const versions = new Map<string, ExecutableVersion>();
  let isClaiming = false;
  let isWanted = false;
  let isDraining = false;
  let isFast = false;
  let hasMore = false;
  let isLimitedWaiting = false;
  let suspectUntil = 0;
  let faults = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onIdle: (() => void) | undefined;
  let onHurry: (() => void) | undefined;

  const wakeIn = (waitMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(wake, waitMs);
  };

  function wake(): void {
    isWanted = true;
    if (isClaiming || isDraining) return;
    isClaiming = true;
    claimLoop()
      .catch((fault) => {
        faults += 1;
        log.warn('claim.failed', { fault: fault instanceof Error ? fault.message : String(fault), faults });
        wakeIn(Math.min(bounds.dutyBackoffMsMax, 20 * 2 ** Math.min(faults, 10)));
      })
      .finally(() => {
        isClaiming = false;
        if (isDraining && running.size === 0) onIdle?.();
      });
  }

  async function claimLoop(): Promise<void> {
    let waitMs = options.pollMs;
    while (isWanted && !isDraining) {
      isWanted = false;
      const free = slots - running.size;
      const size = Math.min(bounds.claimBatchMax, isFast ? bounds.claimBatchMax : free);
      if (size <= 0 || settler.backlog() > bounds.unsettledMax) break;
      const claim = await claimJobs(database, {
        workerId: options.workerId(),
        slots: size,
        queues: options.queues,
        mayTakeSuspect: performance.now() >= suspectUntil,
        limitedFirst: isLimitedWaiting,
        isBacklogged: hasMore,
      });
      faults = 0;
      hasMore = claim.hasMore;
      // Capped queues with waiting jobs were seen only now: look at them before going to sleep.
      if (claim.limitedWaiting && !isLimitedWaiting) isWanted = true;
      isLimitedWaiting = claim.limitedWaiting;
      if (claim.jobs.length > 0) options.onClaimed();
      await startJobs(claim.jobs);
      if (hasMore && claim.jobs.length > 0) isWanted = true;
      waitMs = claim.leftBusy
        ? gatherMs
        : Math.min(
            options.pollMs,
            claim.nextDueInMs === null ? options.pollMs : Math.max(0, Math.ceil(claim.nextDueInMs)),
          );
    }
    if (!isDraining) wakeIn(waitMs);
  }

  async function startJobs(jobs: readonly ClaimedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await loadVersions(database, versions, jobs);
    let atOnce = 0;
    for (const job of jobs) {
      const version = versions.get(job.taskVersionId);
      if (version === undefined) throw new Error(`broken invariant: job ${job.jobId} has a task version`);
      const attempt = new Attempt(job, version);
      if (job.crashes >= bounds.crashesMax - 1) suspectUntil = performance.now() + suspectTrustMs;
      // A fast queue's batch may hold slow jobs after all: those beyond the slots go back unharmed.
      if (running.size >= slots || isDraining) settler.add(releaseOf(attempt, 'claimed beyond the free slots'));
      else if (begin(attempt)) atOnce += 1;
    }
    isFast = atOnce === jobs.length;
  }

  // True when the handler ended at once.
  function begin(attempt: Attempt): boolean {
    let outcome: Promise<HandlerOutcome> | HandlerOutcome;
    try {
      outcome = options.handlerFor(attempt.handler)(attempt);
    } catch (fault) {
      outcome = unexpected(fault);
    }
    if (!(outcome instanceof Promise)) {
      settler.add(settlementOf(attempt, outcome, Math.random()));
      return true;
    }
    running.set(attempt.jobId, attempt);
    attempt.watch((late) => finish(late, failed({ ...interruption(late.signal), retryable: true })));
    outcome.then(
      (ended) => finish(attempt, ended),
      (fault) => finish(attempt, unexpected(fault)),
    );
    return false;
  }

  // The first end counts: a handler that ignores its timeout is answered for already.
  function finish(attempt: Attempt, outcome: HandlerOutcome): void {
    if (running.get(attempt.jobId) !== attempt) return;
    forget(attempt);
    settler.add(settlementOf(attempt, outcome, Math.random()));
  }

  function forget(attempt: Attempt): void {
    attempt.close();
    running.delete(attempt.jobId);
    if (attempt.job.crashes >= bounds.crashesMax - 1) suspectUntil = 0;
    if (isDraining) {
      if (running.size === 0 && !isClaiming) onIdle?.();
    } else if (hasMore && !isClaiming) {
      if (slots - running.size >= slots * fewSlots || running.size === 0) wake();
      else wakeIn(gatherMs);
    }
  }

  function drop(attempt: Attempt, reason: string): void {
    forget(attempt);
    attempt.end(new DOMException(reason, 'AbortError'));
  }

  wake();
  return {
    wake,
    running: () => running.size,
    isWaitingForRoom: () => isLimitedWaiting,
    dropLost: async () => {
      const held = [...running.values()].map(({ tenantId, jobId, fence }) => ({ tenantId, jobId, fence }));
      for (const jobId of await findLostAttempts(database, held)) {
        const attempt = running.get(jobId);
        const fence = held.find((one) => one.jobId === jobId)?.fence;
        if (attempt !== undefined && attempt.fence === fence) drop(attempt, 'the job is no longer ours');
      }
    },
    dropAll: (reason) => {
      for (const attempt of running.values()) drop(attempt, reason);
    },
    drain: async (graceMs) => {
      isDraining = true;
      clearTimeout(timer);
      if (running.size > 0 || isClaiming) {
        await new Promise<void>((resolve) => {
          const grace = setTimeout(resolve, graceMs);
          onIdle = () => {
            clearTimeout(grace);
            resolve();
          };
          onHurry = onIdle;
        });
      }
      for (const attempt of [...running.values()]) {
        settler.add(releaseOf(attempt, 'its worker was told to stop'));
        drop(attempt, 'the worker stops');
      }
      await settler.drained();
    },
    hurry: () => onHurry?.(),
  };
}

// A handler that throws something unnamed has met a bug of its own, or the outside world: worth another try.
function unexpected(fault: unknown): HandlerOutcome {
  if (!(fault instanceof Error)) return failed({ type: 'ERROR', message: String(fault), retryable: true });
  return failed({
    type: fault.name || 'ERROR',
    message: fault.message,
    retryable: true,
    ...(fault.stack === undefined ? {} : { stack: fault.stack }),
  });
}

// Versions are immutable; a worker that sees more than this many starts its collection anew.
const versionsMax = 5_000;

async function loadVersions(
  database: Database,
  versions: Map<string, ExecutableVersion>,
  jobs: readonly ClaimedJob[],
): Promise<void> {
  const missing = new Map<string, string>();
  for (const job of jobs) if (!versions.has(job.taskVersionId)) missing.set(job.taskVersionId, job.tenantId);
  if (missing.size === 0) return;
  if (versions.size + missing.size > versionsMax) {
    versions.clear();
    for (const job of jobs) missing.set(job.taskVersionId, job.tenantId);
  }
  const found = await findTaskVersions(
    database,
    [...missing].map(([id, tenantId]) => ({ id, tenantId })),
  );
  for (const [id, version] of found) versions.set(id, version);
}
