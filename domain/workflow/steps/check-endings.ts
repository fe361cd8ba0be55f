/** Says what is wrong with the steps that a run ends with. */

import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { valueSizeBytes } from '#domain/expression/values.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Step } from '#domain/workflow/definition.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';
import { compensationId } from '#domain/workflow/steps/endings.ts';

/** Nothing comes after a finally step, nothing undoes it, and what undoes a step has an id and room of its own. */
export function checkEndings(
  list: ProblemList,
  workflow: { steps: readonly Step[]; indexOf: ReadonlyMap<string, number>; tasks: ReadonlySet<string> },
): void {
  const { steps, indexOf } = workflow;
  for (const [index, step] of steps.entries()) {
    checkDependants(list, { steps, indexOf, step, index });
    if (step.compensate !== undefined) checkCompensation(list, { ...workflow, step, index });
  }
  const count = steps.length + steps.filter(({ compensate }) => compensate !== undefined).length;
  if (count <= workflowBounds.stepsMax) return;
  const message = `with what undoes them there are ${sayCount(count, 'step')}, ${workflowBounds.stepsMax} is the most`;
  report(list, { code: 'TOO_LARGE', message, path: ['tasks'] });
}

type Place = { steps: readonly Step[]; indexOf: ReadonlyMap<string, number>; step: Step; index: number };

function checkDependants(list: ProblemList, { steps, indexOf, step, index }: Place): void {
  for (const [position, { step: parent }] of step.dependencies.entries()) {
    const from = steps[indexOf.get(parent) ?? -1];
    if (from?.isFinally !== true || parent === step.id) continue;
    const message = `${parent} is a finally step, which runs when all others have settled: nothing can come after it`;
    const path = ['tasks', String(index), 'dependencies', String(position)];
    report(list, { code: 'BAD_INPUT', message, path, stepId: step.id });
  }
}

function checkCompensation(
  list: ProblemList,
  { indexOf, tasks, step, index }: Place & { tasks: ReadonlySet<string> },
): void {
  const { id: stepId, compensate, isFinally } = step;
  const path = ['tasks', String(index), 'compensate'];
  if (compensate === undefined) return;
  const { task, params = null } = compensate;
  if (!tasks.has(task)) report(list, { code: 'UNKNOWN_TASK', message: `no task is called ${task}`, path, stepId });
  if (isFinally === true) {
    const message = `${stepId} is a finally step: it runs after everything that could be undone`;
    report(list, { code: 'BAD_INPUT', message, path, stepId });
  }
  if (indexOf.has(compensationId(stepId))) {
    const message = `what undoes ${stepId} is called ${compensationId(stepId)}, and so is a step`;
    report(list, { code: 'DUPLICATE_ID', message, path, stepId });
  }
  if (valueSizeBytes(params, valueBounds.payloadSizeBytesMax) <= valueBounds.payloadSizeBytesMax) return;
  const message = `the params of what undoes ${stepId} have more than ${valueBounds.payloadSizeBytesMax} bytes`;
  report(list, { code: 'TOO_LARGE', message, path: [...path, 'params'], stepId });
}
