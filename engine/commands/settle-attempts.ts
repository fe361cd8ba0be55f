/** Settles a batch of attempts: stand-alone jobs in one statement, steps together with the move of their runs. */
import type { Database } from '#engine/database.ts';
import { isRetryableFault } from '#engine/faults.ts';
import { advanceRuns, HeavyPass } from '#engine/runs/advance-runs.ts';
import { lockRuns } from '#engine/runs/lock-runs.ts';
import type { StepMove } from '#engine/runs/run-work.ts';
import { type Settlement, settledTypes, settleJobs } from '#engine/statements/settle-jobs.ts';

export type SettledBatch = {
  accepted: number;
  /** Ids of jobs that had moved on: their worker had lost them. */
  refused: string[];
  /** How many jobs became claimable. */
  readied: number;
  /** True when running jobs were cancelled because their run failed. */
  stopped: boolean;
};

// Deadlocks cannot come from settling itself, but an operator's bulk action may meet it once.
const triesMax = 4;
const transactionLimits = { maxWait: 5_000, timeout: 20_000 };

/** Settles up to a few hundred attempts. `actor` is `worker:<uuid>`. Throws on faults; the caller tries again. */
export async function settleAttempts(
  database: Database,
  settlements: readonly Settlement[],
  actor: string,
): Promise<SettledBatch> {
  const alone = settlements.filter((one) => one.runId === null);
  const steps = alone.length === settlements.length ? [] : settlements.filter((one) => one.runId !== null);
  const none: SettledBatch = { accepted: 0, refused: [], readied: 0, stopped: false };
  const first = alone.length === 0 ? none : await settleAlone(database, alone, actor);
  const second = steps.length === 0 ? none : await settleSteps(database, steps, actor);
  return joined(first, second);
}

async function settleAlone(
  database: Database,
  settlements: readonly Settlement[],
  actor: string,
): Promise<SettledBatch> {
  const settled = await again(() => settleJobs(database.client, settlements, actor));
  return {
    accepted: settled.accepted,
    refused: settled.refused,
    readied: givenBack(settlements, settled.refused),
    stopped: false,
  };
}

async function settleSteps(
  database: Database,
  settlements: readonly Settlement[],
  actor: string,
): Promise<SettledBatch> {
  try {
    return await settleTogether(database, settlements, actor);
  } catch (fault) {
    const runIds = [...new Set(settlements.map((one) => one.runId))];
    if (!(fault instanceof HeavyPass) || runIds.length < 2) throw fault;
    const early = new Set(runIds.slice(0, Math.ceil(runIds.length / 2)));
    const [first, second] = [true, false].map((isEarly) =>
      settlements.filter((one) => early.has(one.runId) === isEarly),
    );
    return joined(await settleSteps(database, first ?? [], actor), await settleSteps(database, second ?? [], actor));
  }
}

function joined(first: SettledBatch, second: SettledBatch): SettledBatch {
  return {
    accepted: first.accepted + second.accepted,
    refused: [...first.refused, ...second.refused],
    readied: first.readied + second.readied,
    stopped: first.stopped || second.stopped,
  };
}

async function settleTogether(
  database: Database,
  settlements: readonly Settlement[],
  actor: string,
): Promise<SettledBatch> {
  return await again(() =>
    database.client.$transaction(async (client) => {
      const byRun = new Map<string, Settlement[]>();
      for (const one of settlements)
        if (one.runId !== null) byRun.set(one.runId, [...(byRun.get(one.runId) ?? []), one]);
      const runs = await lockRuns(
        client,
        [...byRun].flatMap(([runId, [one]]) => (one === undefined ? [] : [{ tenantId: one.tenantId, runId }])),
      );
      const settled = await settleJobs(client, settlements, actor);
      const eventIds = new Map(settled.stepEvents.map(({ jobId, eventId }) => [jobId, eventId]));
      const advancing = runs.map((run) => ({
        run,
        moves: (byRun.get(run.id) ?? []).flatMap((one) => moveOf(one, eventIds.get(one.jobId))),
      }));
      const moved = advancing.filter(({ moves }) => moves.length > 0);
      const [first] = moved;
      const advanced =
        first === undefined
          ? { readied: 0, stopped: false }
          : await advanceRuns(client, { now: first.run.lockedAt, actor, runs: moved, splits: true });
      const given = givenBack(settlements, settled.refused);
      return {
        accepted: settled.accepted,
        refused: settled.refused,
        readied: advanced.readied + given,
        stopped: advanced.stopped,
      };
    }, transactionLimits),
  );
}

function givenBack(settlements: readonly Settlement[], refused: readonly string[]): number {
  const isRefused = new Set(refused);
  return settlements.filter((one) => (one.to === 'PENDING' || one.to === 'SCHEDULED') && !isRefused.has(one.jobId))
    .length;
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (fault) {
      if (tries >= triesMax || !isRetryableFault(fault)) throw fault;
    }
  }
}

// A settlement without an event was refused by its fence: it is not a move.
function moveOf(one: Settlement, eventId: string | undefined): StepMove[] {
  if (eventId === undefined || one.step === null) return [];
  return [
    {
      step: one.step,
      stepKey: one.stepKey,
      jobId: one.jobId,
      eventId,
      type: settledTypes[one.to],
      from: 'RUNNING',
      to: one.to,
      attempt: one.attempt,
      reason: one.reasonCode ?? null,
      result: one.result ?? null,
      error:
        one.error === undefined
          ? null
          : { type: one.error.type, message: one.error.message, retryable: one.error.retryable },
    },
  ];
}
