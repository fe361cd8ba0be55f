/** Ends runs that cannot go on, each for its own reason and in a transaction of its own, whatever is wrong with one of them. */
import { runMoves } from '#domain/machines.ts';
import { raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { eachApart, faultSentence, type Poisoned } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { closeRuns } from './close-runs.ts';
import { endRuns } from './end-runs.ts';
import { lockRuns } from './lock-runs.ts';
import type { StepMove } from './run-work.ts';

export type FailingRun = {
  tenantId: string;
  runId: string;
  reasonCode: string;
  reason: string;
  /** True when what it ends with is still to come. */
  isClosing?: boolean;
  /** What the engine could not do with it, in a sentence, if that is why. */
  fault?: string;
  /** Settles its steps that cannot be settled otherwise, under the lock of the run: as failed. Hands back their moves. */
  settle?: (client: Statements) => Promise<StepMove[]>;
};

export type FailedRuns<Run> = { failed: number; poisoned: Poisoned<Run>[]; left: Run[]; fault: unknown };

/** Fails the runs and cancels their open jobs; of a run that cannot be ended whole, the run alone is ended. */
export async function failRuns<Run extends FailingRun>(
  database: Database,
  runs: readonly Run[],
  actor: string,
): Promise<FailedRuns<Run>> {
  const complete = await eachOfThem(runs, (run) => failRun(database, run, { actor, leaveJobs: false }));
  const stubborn = complete.poisoned.map(({ item, fault }) => ({
    ...item,
    fault: item.fault ?? `its open steps could not be cancelled: ${faultSentence(fault)}`,
  }));
  const alone = await eachOfThem(stubborn, (run) => failRun(database, run, { actor, leaveJobs: true }));
  return {
    failed: complete.failed + alone.failed,
    poisoned: alone.poisoned,
    left: [...complete.left, ...alone.left],
    fault: complete.fault ?? alone.fault,
  };
}

// One transaction each, so that a run with thousands of steps holds up nobody else.
async function eachOfThem<Run extends FailingRun>(
  runs: readonly Run[],
  fail: (run: Run) => Promise<boolean>,
): Promise<FailedRuns<Run>> {
  const all: FailedRuns<Run> = { failed: 0, poisoned: [], left: [], fault: undefined };
  for (const run of runs) {
    const { results, poisoned, left, fault } = await eachApart([run], () => fail(run));
    all.failed += results.filter(Boolean).length;
    all.poisoned.push(...poisoned);
    all.left.push(...left);
    all.fault ??= fault;
  }
  return all;
}

async function failRun(
  database: Database,
  failing: FailingRun,
  { actor, leaveJobs }: { actor: string; leaveJobs: boolean },
): Promise<boolean> {
  const { tenantId, runId, reasonCode, reason, isClosing = false, fault, settle } = failing;
  return await dutyTransaction(database, async (client) => {
    const [run] = await lockRuns(client, [{ tenantId, runId }]);
    if (run === undefined || runMoves[run.state].FAILED === undefined) return false;
    if (isClosing && fault === undefined) {
      if (run.ending !== null) return false;
      await closeRuns(client, [run], { to: 'FAILED', now: run.lockedAt, actor, reasonCode, reason });
      return true;
    }
    const failed = leaveJobs ? [] : ((await settle?.(client)) ?? []);
    const ending = { to: 'FAILED', now: run.lockedAt, actor, reasonCode, reason, leaveJobs } as const;
    await endRuns(client, [{ run, failed }], ending);
    if (fault !== undefined)
      await raiseFaultAlerts(client, [{ tenantId, about: 'run', id: runId, message: fault }], actor);
    return true;
  });
}
