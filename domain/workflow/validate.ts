/** Says everything that keeps a definition from being published: names, shape and limits here, expressions beside. */

import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { layoutFaults } from '#domain/canvas/layout.ts';
import { valueSizeBytes } from '#domain/expression/values.ts';
import { parseRetryPolicy } from '#domain/task/retry-policy.ts';
import { nameFault } from '#domain/value/names.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Definition, Dependency, Step } from '#domain/workflow/definition.ts';
import { checkExpressions } from '#domain/workflow/expressions/expression-checks.ts';
import { noResults, type ResultTypes } from '#domain/workflow/expressions/expression-types.ts';
import { findCycles, type Graph, graphOf } from '#domain/workflow/graph.ts';
import { type Locate, nowhere, type Problem, type ProblemList, report } from '#domain/workflow/problem.ts';
import { checkEndings } from '#domain/workflow/steps/check-endings.ts';
import { compensationSteps } from '#domain/workflow/steps/endings.ts';
import { misfit } from '#domain/workflow/variables.ts';

// More circles than this have a common cause.
const cyclesMax = 5;
// A cycle longer than this is named by its beginning and its end.
const cycleNamesMax = 20;

/** Checks a definition that was read. Pass `locate` of the parsed definition to learn lines and columns of YAML. */
export function validateDefinition(
  definition: Definition,
  known: { tasks: ReadonlySet<string>; results?: ResultTypes },
  locate: Locate = nowhere,
): Problem[] {
  const list: ProblemList = { problems: [], locate };
  const { steps } = definition;
  if (steps.length === 0) {
    report(list, { code: 'EMPTY_WORKFLOW', message: 'the workflow has no steps', path: ['tasks'] });
    return list.problems;
  }
  if (steps.length > workflowBounds.stepsMax) {
    const message = `the workflow has ${sayCount(steps.length, 'step')}, ${workflowBounds.stepsMax} is the most`;
    report(list, { code: 'TOO_LARGE', message, path: ['tasks'] });
    return list.problems;
  }
  checkVariables(list, definition);
  checkLimits(list, definition);
  const indexOf = checkIds(list, steps);
  for (const [index, step] of steps.entries()) checkStep(list, { step, index, known, indexOf });
  checkEndings(list, { steps, indexOf, tasks: known.tasks });
  checkLayout(list, definition, indexOf);
  const graph = graphOf(steps, indexOf);
  const isAcyclic = checkCycles(list, steps, graph);
  const results = known.results ?? noResults;
  checkExpressions(list, { definition, indexOf, graph: isAcyclic ? graph : undefined, results });
  return list.problems;
}

function checkVariables(list: ProblemList, definition: Definition): void {
  for (const [name, variable] of Object.entries(definition.variables)) {
    if (variable.default === undefined) continue;
    const fault = misfit(variable.type, variable.default);
    if (fault === undefined) continue;
    const message = `the default of ${name} ${fault}`;
    report(list, { code: 'TYPE_MISMATCH', message, path: ['variables', name, 'default'] });
  }
}

// A place of nobody would be there for ever: who removes a step in the text is told of what it leaves.
function checkLayout(list: ProblemList, { layout, steps }: Definition, indexOf: ReadonlyMap<string, number>): void {
  if (layout === undefined) return;
  const undoing = new Set(compensationSteps(steps).map(({ step }) => step.id));
  const faults = layoutFaults(layout, (stepKey) => indexOf.has(stepKey) || undoing.has(stepKey));
  for (const { code, message, path } of faults) report(list, { code, message, path: ['layout', ...path] });
}

// A setting that would have no effect is refused.
function checkLimits(list: ProblemList, { limits, steps }: Definition): void {
  if (limits.maxIterations === undefined || steps.some(({ loop }) => loop?.kind === 'while')) return;
  const message = 'maxIterations bounds while steps, of which there is none: leave it out';
  report(list, { code: 'UNSUPPORTED', message, path: ['limits', 'maxIterations'] });
}

function checkIds(list: ProblemList, steps: readonly Step[]): Map<string, number> {
  const indexOf = new Map<string, number>();
  for (const [index, step] of steps.entries()) {
    const fault = nameFault(step.id);
    if (fault !== undefined) {
      const path = ['tasks', String(index), 'id'];
      report(list, { code: 'BAD_INPUT', message: `the id of a step ${fault}`, path, stepId: step.id });
    }
    const first = indexOf.get(step.id);
    if (first === undefined) {
      indexOf.set(step.id, index);
      continue;
    }
    const message = `steps ${first + 1} and ${index + 1} are both called ${step.id}`;
    report(list, { code: 'DUPLICATE_ID', message, path: ['tasks', String(index), 'id'], stepId: step.id });
  }
  return indexOf;
}

type StepPlace = {
  step: Step;
  index: number;
  known: { tasks: ReadonlySet<string> };
  indexOf: ReadonlyMap<string, number>;
};

function checkStep(list: ProblemList, place: StepPlace): void {
  const { step, index, known } = place;
  const path = ['tasks', String(index)];
  const stepId = step.id;
  if (step.task !== undefined && !known.tasks.has(step.task)) {
    const message = `no task is called ${step.task}`;
    report(list, { code: 'UNKNOWN_TASK', message, path: [...path, 'type'], stepId });
  }
  if (step.dependencies.length > workflowBounds.dependenciesPerStepMax) {
    const message = `${stepId} has ${step.dependencies.length} dependencies, ${workflowBounds.dependenciesPerStepMax} is the most`;
    report(list, { code: 'TOO_LARGE', message, path: [...path, 'dependencies'], stepId });
  }
  const policy = parseRetryPolicy(step.retry, [...path, 'retry']);
  if (!policy.ok) for (const refusal of policy.refusals) report(list, { ...refusal, stepId });
  if (valueSizeBytes(step.params, valueBounds.payloadSizeBytesMax) > valueBounds.payloadSizeBytesMax) {
    const sizeBytes = valueSizeBytes(step.params, Number.POSITIVE_INFINITY);
    const message = `the params of ${stepId} have ${sizeBytes} bytes, ${valueBounds.payloadSizeBytesMax} is the most`;
    report(list, { code: 'TOO_LARGE', message, path: [...path, 'params'], stepId });
  }
  const seen = new Set<string>();
  for (const [position, dependency] of step.dependencies.entries()) {
    checkDependency(list, { ...place, dependency, seen, path: [...path, 'dependencies', String(position)] });
  }
  const { join } = step;
  if (typeof join !== 'number' || (join >= 1 && join <= step.dependencies.length)) return;
  const message = `join ${join} of ${stepId} must be from 1 to its ${step.dependencies.length} dependencies`;
  report(list, { code: 'TYPE_MISMATCH', message, path: [...path, 'join'], stepId });
}

function checkDependency(
  list: ProblemList,
  place: StepPlace & { dependency: Dependency; seen: Set<string>; path: string[] },
): void {
  const { step, dependency, path, seen } = place;
  const stepId = step.id;
  if (dependency.step === stepId) {
    report(list, { code: 'SELF_DEPENDENCY', message: `${stepId} depends on itself`, path, stepId });
  } else if (!place.indexOf.has(dependency.step)) {
    const message = `${stepId} depends on ${dependency.step}, but no step is called so`;
    report(list, { code: 'UNKNOWN_DEPENDENCY', message, path, stepId });
  }
  const key = JSON.stringify([dependency.step, dependency.on, dependency.condition ?? null]);
  if (seen.has(key)) {
    const message = `${stepId} depends twice on ${dependency.on} of ${dependency.step}`;
    report(list, { code: 'DUPLICATE_ID', message, path, stepId });
  }
  seen.add(key);
}

function checkCycles(list: ProblemList, steps: readonly Step[], graph: Graph): boolean {
  const cycles = findCycles(graph, cyclesMax);
  for (const cycle of cycles) {
    const ids = cycle.map((index) => steps[index]?.id ?? '');
    const [first = ''] = ids;
    const names = ids.length > cycleNamesMax ? [...ids.slice(0, cycleNamesMax), '...', ...ids.slice(-1)] : ids;
    const path = ['tasks', String(cycle[0]), 'dependencies'];
    report(list, { code: 'CYCLE', message: [...names, first].join(' -> '), path, stepId: first });
  }
  return cycles.length === 0;
}
