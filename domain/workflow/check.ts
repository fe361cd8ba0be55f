/** Everything that the text of a definition says by itself, so that it can be found out in another thread. */
import { valueBounds } from '#domain/bounds/value.ts';
import { sayDeprecated } from '#domain/task/deprecation.ts';
import { nameFault } from '#domain/value/names.ts';
import { type Definition, type ParsedDefinition, parseDefinition, type Step } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { type KnownResults, noResults, type ResultTypes } from '#domain/workflow/expressions/expression-types.ts';
import { listenTo, type ResultsRead } from '#domain/workflow/expressions/leaving.ts';
import { misfitsOf, type Use, usesOf } from '#domain/workflow/expressions/subflow-uses.ts';
import { levelsOfDefinition } from '#domain/workflow/plan.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import type { Locate, Problem } from '#domain/workflow/problem.ts';
import { findWarnings } from '#domain/workflow/steps/warnings/find-warnings.ts';
import type { Warning } from '#domain/workflow/steps/warnings/warning.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';

/** `results` are the types of what steps leave as results. */
export type DefinitionText = { form: 'json' | 'yaml'; text: string; results?: KnownResults };

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
  /** What is odd about it without keeping it from being published. */
  warnings: Warning[];
  levels: string[][];
  workflow: CheckedWorkflow | null;
  /** The problem that every step has whose task turns out to be unknown, by the name of the task. */
  tasks: Map<string, Problem[]>;
  /** What steps take of pools, by the name of the pool, each with its place. */
  pools: Map<string, Taking[]>;
  /** Whose results are read by expressions: knowing what they look like may find more. */
  resultsRead: ResultsRead;
  /** The problem that every step has whose queue turns out not to be there, by the name of the queue. */
  queues: Map<string, Problem[]>;
  /** The steps that run workflows, by the name of the workflow. */
  workflows: Map<string, Use[]>;
};

/** So much of a pool, and what there is to say when the pool is not there. */
export type Taking = { amount: number; place: Problem };

/** A registered task, as far as a new version of a workflow cares. */
export type KnownTask = { deprecated: { reason: string | null } | undefined };

/** A published workflow, as far as one that runs it as a step cares. */
export type KnownWorkflow = { variables: Definition['variables'] };

/** Reads and checks a definition, all but whether its tasks are registered and its name is taken. */
export function checkDefinition({ form, text, results = noResults }: DefinitionText): CheckedDefinition {
  const parsed = parseDefinition(form === 'yaml' ? { yaml: text } : { definition: JSON.parse(text) });
  if (!parsed.ok) return refusedWith(parsed, results);
  const { definition, locate } = parsed;
  const { problems, resultsRead, workflows } = problemsOf(parsed, results);
  return {
    problems,
    warnings: findWarnings(definition, locate),
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
    resultsRead,
    queues: queuesOf(definition, locate),
    workflows,
  };
}

// Whoever mends what is said first should not be told of the rest only then.
function refusedWith(
  { problems, readable }: Extract<ParsedDefinition, { ok: false }>,
  results: ResultTypes,
): CheckedDefinition {
  if (readable === undefined) return refusedDefinition(problems);
  const { definition, locate } = readable;
  const { problems: more, resultsRead, workflows } = problemsOf(readable, results);
  const all = [...problems, ...more].slice(0, valueBounds.problemsMax);
  const named = {
    tasks: tasksOf(definition, locate),
    pools: poolsOf(definition, locate),
    queues: queuesOf(definition, locate),
    workflows,
  };
  return { ...refusedDefinition(all), ...named, resultsRead, warnings: findWarnings(definition, locate) };
}

type Readable = { definition: Definition; locate: Locate };

function problemsOf({ definition, locate }: Readable, known: ResultTypes) {
  const { results, read } = listenTo(known);
  const tasks = new Set(definition.steps.flatMap(namedTasks));
  const problems = validateDefinition(definition, { tasks, results }, locate);
  const workflows = usesOf(definition, { results, compile: compileOnce(), locate });
  return { problems, resultsRead: read(), workflows };
}

/** A definition that cannot be read. */
export function refusedDefinition(problems: Problem[]): CheckedDefinition {
  return {
    problems,
    warnings: [],
    levels: [],
    workflow: null,
    tasks: new Map(),
    pools: new Map(),
    queues: new Map(),
    workflows: new Map(),
    resultsRead: { tasks: [], workflows: [] },
  };
}

/** The problems once it is known which tasks are registered and not deprecated, and whether the workflow exists. */
export function problemsWith(
  { problems, workflow, tasks, pools, queues, workflows }: CheckedDefinition,
  known: {
    tasks: ReadonlyMap<string, KnownTask>;
    pools: ReadonlyMap<string, number>;
    queues: ReadonlyMap<string, string>;
    workflows: ReadonlyMap<string, KnownWorkflow>;
    /** The calls that lead back to where they begin, or too deep: by the name of the workflow called, as sentences. */
    badCalls: ReadonlyMap<string, { code: 'CYCLE' | 'TOO_LARGE'; message: string }>;
    hasWorkflow: boolean;
  },
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
  const unqueued = [...queues].flatMap(([name, places]) => (known.queues.has(name) ? [] : places));
  const uncalled = [...workflows].flatMap(([name, uses]) => {
    const bad = known.badCalls.get(name);
    if (bad !== undefined) return uses.map(({ place }): Problem => ({ ...place, ...bad }));
    const callee = known.workflows.get(name);
    return callee === undefined ? uses.map(({ place }) => place) : misfitsOf(uses, { name, ...callee });
  });
  return [...named, ...unknown, ...unhad, ...unqueued, ...uncalled, ...problems].slice(0, valueBounds.problemsMax);
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
  for (const [index, step] of steps.entries()) {
    for (const [n, task] of namedTasks(step).entries()) {
      const places = tasks.get(task) ?? [];
      tasks.set(task, places);
      if (places.length >= valueBounds.problemsMax) continue;
      const path = ['tasks', String(index), n === 0 ? 'type' : 'compensate'];
      const message = `no task is called ${task}`;
      places.push({ code: 'UNKNOWN_TASK', message, path, stepId: step.id, ...locate(path) });
    }
  }
  return tasks;
}

function namedTasks({ task, compensate }: Step): string[] {
  // What undoes a step stands beside its task, and a step without one has nothing to undo.
  if (task === undefined) return [];
  return compensate === undefined ? [task] : [task, compensate.task];
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

function queuesOf({ steps }: Definition, locate: Locate): Map<string, Problem[]> {
  const queues = new Map<string, Problem[]>();
  for (const [index, { id, queue }] of steps.entries()) {
    if (queue === undefined) continue;
    const places = queues.get(queue) ?? [];
    queues.set(queue, places);
    if (places.length >= valueBounds.problemsMax) continue;
    const path = ['tasks', String(index), 'queue'];
    places.push({ code: 'NOT_FOUND', message: `there is no queue "${queue}"`, path, stepId: id, ...locate(path) });
  }
  return queues;
}
