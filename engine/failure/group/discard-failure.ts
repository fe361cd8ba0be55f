/** Gives up on what failed in one way: it stands no more, and is not rerun with its failure. Jobs and runs stay as they are. */
import { failureMoves } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { changeFailures, lockFailures } from '#engine/failure/triage/act-on-failures.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { type GroupInput, type GroupOutcome, operateOnGroup } from './operate-on-group.ts';
import { noteStanding } from './standing-work.ts';

/** Discards everything of the failure that still stands, and resolves the failure: seen again, it comes back. */
export async function discardFailure(context: Context, input: GroupInput): Promise<Outcome<GroupOutcome>> {
  const actor = actorName(context.actor);
  const { id } = input;
  return await operateOnGroup(context, input, {
    plan: async (_, standing) => standing,
    change: async (tx, { jobs, runs, skipped }) => {
      await noteStanding(tx, { works: [...jobs, ...runs], isDiscarded: true });
      const reason = input.reason ?? `discarded by ${context.actor.name}`;
      const payload = { count: jobs.length + runs.length };
      await changeFailures(tx, { ids: [id], change: { type: 'failure.discarded', reason, payload }, actor });
      const locked = await lockFailures(tx, [id], () => ['id']);
      if (!locked.ok) return locked;
      const state = locked.value.get(id);
      // What is left for another call keeps it open.
      const isOver = skipped.length === 0 && state !== undefined && failureMoves[state].RESOLVED !== undefined;
      if (isOver)
        await changeFailures(tx, { ids: [id], change: { type: 'failure.resolved', to: 'RESOLVED', reason }, actor });
      return done(undefined);
    },
  });
}
