/**
 * Runs failed runs again, many in the transaction of their caller: each from what failed, of its own version and with the
 * variables that it was started with. From its start where the ladder refuses that, which is told with the reason.
 */
import { runBounds } from '#domain/bounds/run.ts';
import { type Outcome, type RefusalCode, refuseAll } from '#domain/refusal.ts';
import type { RerunStart } from '#domain/run/plan-rerun.ts';
import { type BulkSkip, countReasons } from '#engine/bulk/bulk-order.ts';
import { bulkCostMax, refuseHeavy } from '#engine/run/advance/runs-of-jobs.ts';
import { insertRuns, type NewRun } from '#engine/run/insert-runs.ts';
import { type PreparedRerun, prepareReruns } from '#engine/run/rerun/prepare-rerun.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';

/** What the new runs keep of the old ones and what they do again, in steps, and those that begin at their start, by the reason why. */
export type RunsAgain = { keptSteps: number; rerunSteps: number; fromStart: BulkSkip[] };

/** The runs to be, by the id of the run that each does again, and why some are not to be. */
export type Reruns = RunsAgain & { made: Map<string, NewRun>; skipped: BulkSkip[] };

type Planning = { runIds: readonly string[]; startedBy: string; reason: string | null };

/** Plans new runs of these; nothing is stored. */
export async function planReruns(tx: Transaction, { runIds, startedBy, reason }: Planning): Promise<Reruns> {
  const made = new Map<string, NewRun>();
  const [fromStart, skipped]: [string[], string[]] = [[], []];
  let [keptSteps, rerunSteps] = [0, 0];
  const take = (runId: string, { run, beginning: { steps } }: PreparedRerun) => {
    made.set(runId, { ...run, id: newId(), startedBy });
    const kept = steps.filter(({ keeps }) => keeps !== null).length;
    keptSteps += kept;
    rerunSteps += steps.length - kept;
  };
  for (let at = 0; at < runIds.length; at += runBounds.bulkRunsAtOnceMax) {
    const part = runIds.slice(at, at + runBounds.bulkRunsAtOnceMax);
    const whole: { runId: string; why: string }[] = [];
    for (const [nth, outcome] of (await prepare(tx, { runIds: part, from: 'FAILED', reason })).entries()) {
      const runId = part[nth] ?? '';
      if (outcome.ok) take(runId, outcome.value);
      else whole.push({ runId, why: whyWhole(outcome.refusals[0]?.code) });
    }
    const again = await prepare(tx, { runIds: whole.map(({ runId }) => runId), from: 'START', reason });
    for (const [nth, outcome] of again.entries()) {
      const { runId = '', why = '' } = whole[nth] ?? {};
      if (outcome.ok) {
        take(runId, outcome.value);
        fromStart.push(why);
      } else skipped.push(whyNot(outcome.refusals[0]?.code));
    }
  }
  return { made, keptSteps, rerunSteps, fromStart: countReasons(fromStart), skipped: countReasons(skipped) };
}

type Preparing = { runIds: readonly string[]; from: Exclude<RerunStart, 'STEP'>; reason: string | null };

async function prepare({ client, tenantId }: Transaction, { runIds, from, reason }: Preparing) {
  const request = { from, step: null, isAlone: false, isLatest: false, variables: {}, reason };
  return await prepareReruns(
    client,
    tenantId,
    runIds.map((run) => ({ run, ...request })),
  );
}

function whyWhole(code: RefusalCode | undefined): string {
  if (code === 'RESULT_GONE') return 'the result of a step that succeeded is not stored any more';
  return 'no step of it failed: there is nothing to begin at';
}

function whyNot(code: RefusalCode | undefined): string {
  if (code === 'NOT_FOUND') return 'a run that is not stored any more';
  if (code === 'ILLEGAL_TRANSITION') return 'a run that is not over';
  return 'a run whose variables its version no longer takes';
}

/** Starts the planned runs; refused when they take too much together. */
export async function startReruns(tx: Transaction, { made }: Reruns, actor: string): Promise<Outcome<unknown>> {
  const runs = [...made.values()];
  const start = async () => {
    for (let at = 0; at < runs.length; at += runBounds.bulkRunsAtOnceMax) {
      const part = runs.slice(at, at + runBounds.bulkRunsAtOnceMax);
      const costMax = Math.ceil((bulkCostMax * part.length) / runs.length);
      await insertRuns(tx.client, part, { now: tx.now, actor, costMax });
    }
  };
  const started = await refuseHeavy(start, 'run its runs again by a batch, at a rate');
  return started.ok ? started : refuseAll(started.refusals.map((refusal) => ({ ...refusal, path: ['id'] })));
}
