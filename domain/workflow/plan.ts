/** A definition made ready to run: positions instead of names, compiled expressions, edges in both directions. One per version. */
import { compileTemplate, type Expression, isConstant, type Template } from '#domain/expressions.ts';
import type { Outcome } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import { type Adjacency, adjacencyOf } from '#domain/workflow/adjacency.ts';
import type { Definition, DependencyKind, FailureMode, Step } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expression-checks.ts';
import { ancestorsOf, type Graph, graphOf, levelsOf } from '#domain/workflow/graph.ts';

/**
 * A condition of a step or of one of its dependencies (`edge`, else null). `reads` are the steps whose results it
 * needs, among them the ancestors that write a variable it reads, so that it comes out the same whenever it is asked.
 */
export type PlannedCondition = { step: number; edge: number | null; expression: Expression; reads: number[] };

/** A dependency: step `to` waits for `from`. `index` numbers all edges of a plan. */
export type Edge = { index: number; from: number; to: number; on: DependencyKind; condition: PlannedCondition | null };

export type PlannedOutput = { variable: string; expression: Expression; reads: number[] };

export type PlannedStep = {
  index: number;
  id: string;
  step: Step;
  parents: Edge[];
  children: Edge[];
  // How many edges from parents must be taken.
  threshold: number;
  condition: PlannedCondition | null;
  level: number;
  // Null when the params hold no expression and are handed on as they stand.
  params: Template | null;
  outputs: PlannedOutput[];
  // Every step that any expression of this step reads.
  reads: number[];
};

export type Plan = {
  steps: PlannedStep[];
  adjacency: Adjacency;
  indexOf: ReadonlyMap<string, number>;
  levels: string[][];
  onFailure: FailureMode;
  maxConcurrentTasks: number;
};

/** Compiles a definition that validateDefinition found nothing wrong with; anything else is a bug. */
export function compilePlan(definition: Definition): Plan {
  const indexOf = new Map(definition.steps.map((step, index) => [step.id, index]));
  assert(indexOf.size === definition.steps.length, 'the ids of a plan are unique');
  const graph = graphOf(definition.steps, indexOf);
  const levelNumbers = levelsOf(graph);
  const compiler = createCompiler(definition, { indexOf, graph });
  const steps: PlannedStep[] = [];
  let edges = 0;
  for (const [index, step] of definition.steps.entries()) {
    const parents = step.dependencies.map((dependency): Edge => {
      const from = indexOf.get(dependency.step);
      assert(from !== undefined, 'a dependency of a plan is one of its steps');
      const condition = compiler.condition(dependency.condition, { step: index, edge: edges, reads: from, own: true });
      const edge = { index: edges, from, to: index, on: dependency.on, condition };
      edges += 1;
      return edge;
    });
    steps.push(compiler.step(step, { index, parents, level: levelNumbers[index] ?? 0 }));
  }
  for (const step of steps) for (const edge of step.parents) steps[edge.from]?.children.push(edge);
  return {
    steps,
    adjacency: adjacencyOf(steps),
    indexOf,
    levels: groupByLevel(steps),
    onFailure: definition.onFailure,
    maxConcurrentTasks: definition.limits.maxConcurrentTasks ?? Number.POSITIVE_INFINITY,
  };
}

/** The ids of the steps of each level, roots first: what may run side by side when every branch is taken. */
export function levelsOfDefinition(definition: Definition): string[][] {
  const indexOf = new Map(definition.steps.map((step, index) => [step.id, index]));
  const levels = levelsOf(graphOf(definition.steps, indexOf));
  return groupByLevel(definition.steps.map(({ id }, index) => ({ id, level: levels[index] ?? 0 })));
}

function groupByLevel(steps: { id: string; level: number }[]): string[][] {
  const levels: string[][] = [];
  for (const { id, level } of steps) {
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(id);
  }
  return levels;
}

type ReadPlace = { reads: number; own: boolean };

function createCompiler(definition: Definition, shape: { indexOf: ReadonlyMap<string, number>; graph: Graph }) {
  const compile = compileOnce();
  const writers = writersOf(definition);
  let ancestry: ReturnType<typeof ancestorsOf> | undefined;
  const readsOf = (expression: Expression, place: ReadPlace): number[] => {
    const reads = new Set(expression.references.tasks.flatMap((id) => shape.indexOf.get(id) ?? []));
    for (const writer of expression.references.vars.flatMap((name) => writers.get(name) ?? [])) {
      ancestry ??= ancestorsOf(shape.graph);
      if ((place.own && writer === place.reads) || ancestry(writer, place.reads)) reads.add(writer);
    }
    // `result` in the condition of a dependency is the parent's.
    if (place.own && expression.references.names.includes('result')) reads.add(place.reads);
    return [...reads];
  };
  const condition = (text: string | undefined, place: ReadPlace & { step: number; edge: number | null }) => {
    if (text === undefined) return null;
    const expression = valid(compile(text));
    return { step: place.step, edge: place.edge, expression, reads: readsOf(expression, place) };
  };
  const step = (source: Step, place: { index: number; parents: Edge[]; level: number }): PlannedStep => {
    const { index, parents, level } = place;
    const own: ReadPlace = { reads: index, own: false };
    const outputs = Object.entries(source.output ?? {}).map(([variable, text]): PlannedOutput => {
      const expression = valid(compile(text));
      return { variable, expression, reads: readsOf(expression, own) };
    });
    const template = valid(compileTemplate(source.params));
    const planned = condition(source.condition, { ...own, step: index, edge: null });
    const reads = new Set([
      ...(planned?.reads ?? []),
      ...parents.flatMap((edge) => edge.condition?.reads ?? []),
      ...outputs.flatMap((output) => output.reads),
      ...template.expressions.flatMap((expression) => readsOf(expression, own)),
    ]);
    return {
      index,
      id: source.id,
      step: source,
      parents,
      children: [],
      threshold: thresholdOf(source),
      condition: planned,
      level,
      params: isConstant(template) ? null : template,
      outputs,
      reads: [...reads],
    };
  };
  return { condition, step };
}

function writersOf(definition: Definition): Map<string, number[]> {
  const writers = new Map<string, number[]>();
  for (const [index, step] of definition.steps.entries()) {
    for (const name of Object.keys(step.output ?? {})) {
      const known = writers.get(name);
      if (known === undefined) writers.set(name, [index]);
      else known.push(index);
    }
  }
  return writers;
}

function thresholdOf(step: Step): number {
  if (step.join === 'all') return step.dependencies.length;
  return step.join === 'any' ? Math.min(1, step.dependencies.length) : step.join;
}

function valid<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`broken invariant: a published definition compiles: ${outcome.refusals[0]?.message}`);
}
