/** The steps and dependencies of workflow versions, as they are drawn. */
import type { StepGroup } from '#domain/canvas/layout.ts';
import type { StepKind } from '#domain/step/step-kind.ts';
import { assert } from '#domain/unreachable.ts';
import type { Plan, PlannedCondition } from '#domain/workflow/plan.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { loadPlans } from './plan-cache.ts';

/** `level` is how many dependencies lie before a step at most; edges name steps by their ids in the definition; a condition is the text of its expression. */
export type VersionGraph = {
  nodes: {
    stepKey: string;
    kind: StepKind;
    task: string | null;
    workflow: string | null;
    level: number;
    condition: string | null;
  }[];
  edges: { from: string; to: string; on: string; condition: string | null }[];
  groups: Required<StepGroup>[];
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
    nodes: plan.steps.map(({ id, kind, step, level, condition }) => ({
      stepKey: id,
      kind,
      task: step.task ?? null,
      workflow: step.workflow ?? null,
      level,
      condition: textOf(condition),
    })),
    edges: plan.steps
      .flatMap(({ parents }) =>
        parents.map(({ from, to, on, condition }) => ({
          from: keyOf(from),
          to: keyOf(to),
          on: String(on),
          condition: textOf(condition),
        })),
      )
      .concat(
        (plan.endings?.compensations ?? []).map(({ step, of }) => ({
          from: keyOf(of),
          to: keyOf(step),
          on: 'compensation',
          condition: null,
        })),
      ),
    groups: plan.groups.map(({ name, steps, colour = 'grey' }) => ({ name, steps, colour })),
  };
}

function textOf(condition: PlannedCondition | null): string | null {
  return condition === null ? null : condition.expression.text;
}
