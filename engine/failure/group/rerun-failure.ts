/** Tries again what failed in one way: its jobs get another round of attempts, its runs run again from what failed. */
import { done, type Outcome } from '#domain/refusal.ts';
import { retryThese } from '#engine/bulk/retry-jobs.ts';
import { changeFailures } from '#engine/failure/triage/act-on-failures.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { type GroupInput, type GroupOutcome, operateOnGroup } from './operate-on-group.ts';
import { planReruns, type Reruns, startReruns } from './rerun-runs.ts';
import { noteStanding, type Standing } from './standing-work.ts';

/** Reruns everything of the failure that still stands, in one transaction: all of it or, after a fault, nothing. */
export async function rerunFailure(context: Context, input: GroupInput): Promise<Outcome<GroupOutcome>> {
  const actor = actorName(context.actor);
  let reruns: Reruns = { made: new Map(), skipped: [], keptSteps: 0, rerunSteps: 0, fromStart: [] };
  return await operateOnGroup(context, input, {
    plan: async (tx, standing) => {
      if (!context.actor.permissions.has('run.operate')) return withoutRuns(standing);
      reruns = await planReruns(tx, { runIds: runIdsOf(standing), startedBy: actor, reason: input.reason ?? null });
      const { jobs, runs, skipped } = standing;
      const fit = runs.filter(({ runId }) => runId !== null && reruns.made.has(runId));
      const { keptSteps, rerunSteps, fromStart } = reruns;
      const again = { keptSteps, rerunSteps, fromStart };
      return { jobs, runs: fit, skipped: [...skipped, ...reruns.skipped], again };
    },
    change: async (tx, { jobs, runs }) => {
      const retried = await retryThese(tx, context, {
        ids: jobs.map(({ subjectId }) => subjectId),
        reason: input.reason,
        path: ['id'],
      });
      if (!retried.ok) return retried;
      const started = await startReruns(tx, reruns, actor);
      if (!started.ok) return started;
      const retryRuns = new Map([...reruns.made].map(([id, run]) => [id, run.id]));
      await noteStanding(tx, { works: [...jobs, ...runs], retryRuns });
      const payload = { jobs: jobs.length, runs: runs.length };
      const change = { type: 'failure.rerun', reason: input.reason ?? null, payload } as const;
      await changeFailures(tx, { ids: [input.id], change, actor });
      return done(undefined);
    },
  });
}

function runIdsOf({ runs }: Standing): string[] {
  return runs.flatMap(({ runId }) => (runId === null ? [] : [runId]));
}

function withoutRuns({ jobs, runs, skipped }: Standing): Standing {
  if (runs.length === 0) return { jobs, runs, skipped };
  const reason = 'a run: the permission run.operate is missing';
  return { jobs, runs: [], skipped: [...skipped, { reason, count: runs.length }] };
}
