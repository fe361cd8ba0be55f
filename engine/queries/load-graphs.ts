/** The steps and dependencies of workflow versions, as they are drawn. */
import { assert } from '#domain/unreachable.ts';
import type { Plan } from '#domain/workflow/plan.ts';
import type { Context } from '#engine/context.ts';
import { loadPlans } from '#engine/runs/plan-cache.ts';
import { transaction } from '#engine/transaction.ts';

/** `level` is how many dependencies lie before a step at most; edges name steps by their ids in the definition. */
export type VersionGraph = {
  nodes: { stepKey: string; task: string; level: number }[];
  edges: { from: string; to: string; on: string }[];
};

/** Graphs by version id. */
export async function loadGraphs(context: Context, versionIds: readonly string[]): Promise<Map<string, VersionGraph>> {
  const { tenantId } = context;
  const plans = await transaction(context.database, tenantId, (tx) =>
    loadPlans(
      tx.client,
      versionIds.map((versionId) => ({ tenantId, versionId })),
    ),
  );
  return new Map([...plans].map(([id, { plan }]) => [id, graphOf(plan)]));
}

function graphOf(plan: Plan): VersionGraph {
  const keyOf = (index: number): string => {
    const step = plan.steps[index];
    assert(step !== undefined, 'an edge of a plan joins two of its steps');
    return step.id;
  };
  return {
    nodes: plan.steps.map(({ id, step, level }) => ({ stepKey: id, task: step.task, level })),
    edges: plan.steps.flatMap(({ parents }) =>
      parents.map(({ from, to, on }) => ({ from: keyOf(from), to: keyOf(to), on })),
    ),
  };
}
