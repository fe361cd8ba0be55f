/** Everything that the text of a definition says by itself, so that it can be found out in another thread. */
import { valueBounds } from '#domain/bounds/value.ts';
import { sayDeprecated } from '#domain/task/deprecation.ts';
import { nameFault } from '#domain/value/names.ts';
import { type Definition, type ParsedDefinition, parseDefinition } from '#domain/workflow/definition.ts';
import { levelsOfDefinition } from '#domain/workflow/plan.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import type { Locate, Problem } from '#domain/workflow/problem.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';

export type DefinitionText = { form: 'json' | 'yaml'; text: string };

/** What to store when nothing is wrong. `source` is what the author wrote, JSON made readable. */
export type CheckedWorkflow = {
  name: string;
  description: string;
  stepCount: number;
  /** How many steps of all its runs may run at once; null where nothing limits. */
  maxRunningSteps: number | null;
  printed: string;
  source: string;
  /** What speaks against the name; an existing workflow keeps the one it has. */
  nameProblem: Problem | null;
};

export type CheckedDefinition = {
  problems: Problem[];
  levels: string[][];
  workflow: CheckedWorkflow | null;
  /** The problem that every step has whose task turns out to be unknown, by the name of the task. */
  tasks: Map<string, Problem[]>;
  /** What steps take of pools, by the name of the pool, each with its place. */
  pools: Map<string, Taking[]>;
};

/** So much of a pool, and what there is to say when the pool is not there. */
export type Taking = { amount: number; place: Problem };

/** A registered task, as far as a new version of a workflow cares. */
export type KnownTask = { deprecated: { reason: string | null } | undefined };

/** Reads and checks a definition, all but whether its tasks are registered and its name is taken. */
export function checkDefinition({ form, text }: DefinitionText): CheckedDefinition {
  const parsed = parseDefinition(form === 'yaml' ? { yaml: text } : { definition: JSON.parse(text) });
  if (!parsed.ok) return refusedWith(parsed);
  const { definition, locate } = parsed;
  const problems = problemsOf(definition, locate);
  return {
    problems,
    levels: problems.length > 0 ? [] : levelsOfDefinition(definition),
    workflow: {
      name: definition.name,
      description: definition.description,
      stepCount: definition.steps.length,
      maxRunningSteps: definition.limits.maxRunningSteps ?? null,
      printed: JSON.stringify(printDefinition(definition)),
      source: form === 'yaml' ? text : JSON.stringify(JSON.parse(text), null, 2),
      nameProblem: nameProblemOf(definition, locate),
    },
    tasks: tasksOf(definition, locate),
    pools: poolsOf(definition, locate),
  };
}

// Whoever mends what is said first should not be told of the rest only then.
function refusedWith({ problems, readable }: Extract<ParsedDefinition, { ok: false }>): CheckedDefinition {
  if (readable === undefined) return refusedDefinition(problems);
  const { definition, locate } = readable;
  const all = [...problems, ...problemsOf(definition, locate)].slice(0, valueBounds.problemsMax);
  return { ...refusedDefinition(all), tasks: tasksOf(definition, locate), pools: poolsOf(definition, locate) };
}

function problemsOf(definition: Definition, locate: Locate): Problem[] {
  return validateDefinition(definition, { tasks: new Set(definition.steps.flatMap(({ task }) => task ?? [])) }, locate);
}

/** A definition that cannot be read. */
export function refusedDefinition(problems: Problem[]): CheckedDefinition {
  return { problems, levels: [], workflow: null, tasks: new Map(), pools: new Map() };
}

/** The problems once it is known which tasks are registered and not deprecated, and whether the workflow exists. */
export function problemsWith(
  { problems, workflow, tasks, pools }: CheckedDefinition,
  known: { tasks: ReadonlyMap<string, KnownTask>; pools: ReadonlyMap<string, number>; hasWorkflow: boolean },
): Problem[] {
  const unknown = [...tasks].flatMap(([name, places]) => {
    const task = known.tasks.get(name);
    if (task === undefined) return places;
    const { deprecated } = task;
    if (deprecated === undefined) return [];
    const message = sayDeprecated({ name, ...deprecated });
    return places.map((place): Problem => ({ ...place, code: 'TASK_DEPRECATED', message }));
  });
  const named = workflow === null || workflow.nameProblem === null || known.hasWorkflow ? [] : [workflow.nameProblem];
  const unhad = [...pools].flatMap(([name, takings]) => unhadOf(name, takings, known.pools.get(name)));
  return [...named, ...unknown, ...unhad, ...problems].slice(0, valueBounds.problemsMax);
}

function unhadOf(name: string, takings: readonly Taking[], capacity: number | undefined): Problem[] {
  if (capacity === undefined) return takings.map(({ place }) => place);
  return takings
    .filter(({ amount }) => amount > capacity)
    .map(({ place }) => ({ ...place, code: 'LIMIT_REACHED', message: `the pool "${name}" has ${capacity} in all` }));
}

function nameProblemOf({ name }: Definition, locate: Locate): Problem | null {
  const fault = nameFault(name);
  const path = ['name'];
  return fault === undefined
    ? null
    : { code: 'BAD_INPUT', message: `the name of the workflow ${fault}`, path, stepId: null, ...locate(path) };
}

function tasksOf({ steps }: Definition, locate: Locate): Map<string, Problem[]> {
  const tasks = new Map<string, Problem[]>();
  for (const [index, { id, task }] of steps.entries()) {
    if (task === undefined) continue;
    const places = tasks.get(task) ?? [];
    tasks.set(task, places);
    if (places.length >= valueBounds.problemsMax) continue;
    const path = ['tasks', String(index), 'type'];
    places.push({ code: 'UNKNOWN_TASK', message: `no task is called ${task}`, path, stepId: id, ...locate(path) });
  }
  return tasks;
}

function poolsOf({ steps }: Definition, locate: Locate): Map<string, Taking[]> {
  const pools = new Map<string, Taking[]>();
  for (const [index, { id, resources = {} }] of steps.entries()) {
    for (const [name, amount] of Object.entries(resources)) {
      const takings = pools.get(name) ?? [];
      pools.set(name, takings);
      if (takings.length >= valueBounds.problemsMax) continue;
      const path = ['tasks', String(index), 'resources', name];
      const message = `there is no pool "${name}"`;
      takings.push({ amount, place: { code: 'NOT_FOUND', message, path, stepId: id, ...locate(path) } });
    }
  }
  return pools;
}
