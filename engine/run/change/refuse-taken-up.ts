/** Keeps the lists that a rerun goes on with as they are: what is kept of them would stand in the wrong places of others. */

import { references } from '#domain/expression/expressions.ts';
import { type Refusal, refuseAll } from '#domain/refusal.ts';
import { isWaiting } from '#domain/run/change/apply-changes.ts';
import { placeOf, type RunChange } from '#domain/run/change/run-change.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import type { Statements } from '#engine/store/database.ts';
import type { LoadedPlan } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The refusals of changes that such a list could be another one by; undefined when there are none. The caller holds the run. */
export async function refuseTakenUp(
  client: Statements,
  run: LockedRun,
  { plan, changes }: { plan: LoadedPlan['plan']; changes: readonly RunChange[] },
): Promise<ReturnType<typeof refuseAll> | undefined> {
  if (run.keptItems === 0) return undefined;
  const loops = await client.$queryRaw<{ step: number }[]>(Prisma.sql`/* find_loops_to_take_up */
    select step from run_loops where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid and kept > 0 and started = kept`);
  const refusals = loops.flatMap(({ step }): Refusal[] => {
    const planned = plan.steps[step];
    if (planned?.loop?.kind !== 'foreach' || !isWaiting(run.progress[step])) return [];
    const { vars } = references(planned.loop.list);
    const message = `${planned.id} goes on with the list of the run that this one repeats, which must stay as it was`;
    return [...changes.entries()].flatMap(([n, change]): Refusal[] => {
      if (change.kind === 'SET_VARIABLE' && vars.includes(change.name))
        return [{ code: 'ILLEGAL_TRANSITION', message, path: placeOf(changes, n, 'name') }];
      if (change.kind === 'ADD_STEP' && change.before.includes(planned.id))
        return [{ code: 'ILLEGAL_TRANSITION', message, path: placeOf(changes, n, 'before') }];
      return [];
    });
  });
  return refusals.length === 0 ? undefined : refuseAll(refusals);
}
