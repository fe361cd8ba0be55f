/** What people change of an open run, and the definition that comes of the steps they add. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import type { Problem } from '#domain/workflow/problem.ts';

/** `step` is a step as a definition has it; the steps named in `before` wait for it from now on. */
export type RunChange =
  | { kind: 'ADD_STEP'; step: JsonObject; before: readonly string[] }
  | { kind: 'SKIP_STEP'; step: string }
  | { kind: 'SET_VARIABLE'; name: string; value: Json };

/** The field of a change as the API calls it. */
export const changeFields = { ADD_STEP: 'addStep', SKIP_STEP: 'skipStep', SET_VARIABLE: 'setVariable' } as const;

/** The place of a field of a change in the list of changes. */
export function placeOf(changes: readonly RunChange[], n: number, field: string): string[] {
  const kind = changes[n]?.kind;
  return ['changes', String(n), ...(kind === undefined ? [] : [changeFields[kind]]), field];
}

/** The definition with the steps added at its end, as JSON, not yet checked; null when none is added. */
export function withAddedSteps(definition: Definition, changes: readonly RunChange[]): Outcome<JsonObject | null> {
  if (!changes.some(({ kind }) => kind === 'ADD_STEP')) return done(null);
  const printed = printDefinition(definition);
  const tasks = Array.isArray(printed.tasks) ? printed.tasks : [];
  const positions = new Map(definition.steps.map(({ id }, index) => [id, index]));
  for (const [n, change] of changes.entries()) {
    if (change.kind !== 'ADD_STEP') continue;
    tasks.push(change.step);
    for (const id of change.before) {
      const task = tasks[positions.get(id) ?? -1];
      if (!isJsonObject(task)) return refuse('NOT_FOUND', `the run has no step "${id}"`, placeOf(changes, n, 'before'));
      const known = Array.isArray(task.dependencies) ? task.dependencies : [];
      task.dependencies = [...known, change.step.id ?? null];
    }
  }
  return done({ ...printed, tasks });
}

/** Where in the list of changes a problem of the new definition comes from. `stepCount`: of the definition before. */
export function placeOfProblem(
  { path: [key, position, ...rest], stepId }: Problem,
  changes: readonly RunChange[],
  stepCount: number,
): string[] {
  const index = Number(position);
  if (key !== 'tasks' || !Number.isInteger(index)) return ['changes'];
  const added = [...changes.entries()].flatMap(([n, { kind }]) => (kind === 'ADD_STEP' ? [n] : []));
  if (index >= stepCount) return [...placeOf(changes, added[index - stepCount] ?? 0, 'step'), ...rest];
  const blamed = [...changes.entries()].find(
    ([, change]) => change.kind === 'ADD_STEP' && stepId !== null && change.before.includes(stepId),
  );
  return blamed === undefined ? ['changes'] : placeOf(changes, blamed[0], 'before');
}
