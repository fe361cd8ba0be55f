/** The steps of runs that repeat their task, and how far they are, without the other steps of those runs. */
import { stepCodes } from '#domain/run/step-codes.ts';
import { planIdOf } from '#engine/run/run-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { type LoopView, readLoopViews } from './read-loops.ts';

/** A step that has begun to repeat its task. `iteration` is the round of a while step. */
export type RunLoopRow = { stepKey: string; iteration: number | null; loop: LoopView };

/** The loops of runs that have begun, in the order of the definition, by run id. */
export async function loadRunLoops(context: Context, runIds: readonly string[]): Promise<Map<string, RunLoopRow[]>> {
  const { tenantId } = context;
  const wanted = [...new Set(runIds)];
  return await transaction(context.database, tenantId, async (tx) => {
    const runs = await tx.client.run.findMany({
      where: { tenantId, id: { in: wanted } },
      select: { id: true, versionId: true, definitionId: true, progress: true },
    });
    const plans = await loadPlans(
      tx.client,
      runs.map((run) => ({ tenantId, versionId: planIdOf(run) })),
    );
    const codes = new Map(runs.map((run) => [run.id, run.progress]));
    const views = await readLoopViews(tx, wanted, (id, step) => codes.get(id)?.[step] === stepCodes.OPEN);
    return new Map(
      runs.map((run) => {
        const { id } = run;
        const steps = plans.get(planIdOf(run))?.plan.steps ?? [];
        return [id, steps.flatMap(({ id: stepKey, index }) => rowOf(stepKey, views.get(`${id} ${index}`)))];
      }),
    );
  });
}

function rowOf(stepKey: string, loop: LoopView | undefined): RunLoopRow[] {
  if (loop === undefined) return [];
  return [{ stepKey, iteration: loop.kind === 'WHILE' ? loop.started - 1 : null, loop }];
}
