/** What rerunning and discarding all of a failure have in common: counted first, then exactly so many or none. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkInteger, checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { BulkSkip } from '#engine/bulk/bulk-order.ts';
import { lockFailures } from '#engine/failure/triage/act-on-failures.ts';
import { countingRoom, lockQueuedRoom } from '#engine/queue/queued-limit.ts';
import { command, hintedCommand } from '#engine/store/command.ts';
import type { Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import type { RunsAgain } from './rerun-runs.ts';
import { findStandingWork, type Standing } from './standing-work.ts';

/** Which failure. `expectedCount`: how many jobs and runs the caller was told would change. */
export type GroupInput = {
  id: string;
  expectedCount?: number | null;
  dryRun?: boolean | null;
  reason?: string | null;
};

/** How many jobs and runs changed, or would have; `jobIds` are the newest of them, those of steps among them. */
export type GroupOutcome = RunsAgain & {
  id: string;
  jobs: number;
  runs: number;
  jobIds: string[];
  skipped: BulkSkip[];
};

/** What would change. `again`: of the runs that run again. */
export type Planned = Standing & { again?: RunsAgain };

/** What is done with what stands. */
export type GroupAct = {
  /** What of it would change. */
  plan: (tx: Transaction, standing: Standing) => Promise<Planned>;
  change: (tx: Transaction, standing: Standing) => Promise<Outcome<unknown>>;
};

const none: RunsAgain = { keptSteps: 0, rerunSteps: 0, fromStart: [] };

/** Finds what stands of the failure, says what would change, and changes it unless it is a dry run. */
export async function operateOnGroup(
  context: Context,
  input: GroupInput,
  { plan, change }: GroupAct,
): Promise<Outcome<GroupOutcome>> {
  const forbidden = refuseUnless(context, 'job.operate');
  if (forbidden !== undefined) return forbidden;
  const { id, expectedCount, reason } = input;
  const max = jobBounds.bulkJobsMax + failureBounds.runsPerRerunMax;
  const unfit = [
    ...checkText({ value: reason, path: ['reason'] }),
    ...checkInteger({ value: expectedCount, path: ['expectedCount'], min: 0, max }),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  const isDry = input.dryRun === true;
  const work = async (tx: Transaction): Promise<Outcome<GroupOutcome>> => {
    // The tenant, then the failure, then its jobs: who groups failures holds no job.
    if (!isDry) await lockQueuedRoom(tx);
    const locked = await lockFailures(tx, [id], () => ['id']);
    if (!locked.ok) return locked;
    const standing = await plan(tx, await findStandingWork(tx, { failureId: id, isLocking: !isDry }));
    const { jobs, runs, skipped, again = none } = standing;
    const count = jobs.length + runs.length;
    if (typeof expectedCount === 'number' && expectedCount !== count) {
      const message = `${expectedCount} were expected to change, jobs and runs, now it would be ${count}: look again`;
      return refuse('VERSION_CONFLICT', message, ['expectedCount']);
    }
    if (!isDry && count > 0) {
      const changed = await change(tx, standing);
      if (!changed.ok) return changed;
    }
    const jobIds = [...jobs, ...runs.filter(({ subjectId, runId }) => subjectId !== runId)]
      .toSorted((a, b) => (a.failedAt < b.failedAt ? 1 : -1))
      .slice(0, jobBounds.bulkJobsShownMax)
      .map(({ subjectId }) => subjectId);
    return done({ id, jobs: jobs.length, runs: runs.length, jobIds, skipped, ...again });
  };
  if (isDry) return await command(context, work);
  return await countingRoom(context, () => hintedCommand(context, ['work', 'news'], work));
}
