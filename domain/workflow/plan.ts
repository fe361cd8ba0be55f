/** A definition made ready to run: positions instead of names, compiled expressions, edges in both directions. One per version. */
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { StepGroup } from '#domain/canvas/layout.ts';
import { compileTemplate, type Expression, isConstant, type Template } from '#domain/expression/expressions.ts';
import { atOnce, type InParts } from '#domain/in-parts.ts';
import type { Outcome } from '#domain/refusal.ts';
import { givenTo, kindOf, type StepKind } from '#domain/step/step-kind.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json } from '#domain/value/json.ts';
import { type Adjacency, adjacencyOf } from '#domain/workflow/adjacency.ts';
import type { Definition, DependencyKind, FailureMode, Limits, Step } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { ancestorsOf, type Graph, graphOf } from '#domain/workflow/graph.ts';
import {
  compensationSteps,
  type Endings,
  endingsOf,
  levelsWithEndings,
  resultAsParams,
} from '#domain/workflow/steps/endings.ts';
import type { ItemFailure } from '#domain/workflow/steps/read-loop.ts';

/**
 * A condition of a step, or of one of its dependencies: then `edge` is its place among the conditional dependencies of
 * the plan, under which its answer is kept, and `parent` the step it waits for. `reads` are the steps it looks at
 * by name.
 */
export type PlannedCondition = {
  step: number;
  edge: number | null;
  parent: number | null;
  expression: Expression;
  reads: number[];
};

/** A dependency: step `to` waits for `from`. `index` numbers all edges of a plan. */
export type Edge = { index: number; from: number; to: number; on: DependencyKind; condition: PlannedCondition | null };

export type PlannedOutput = { variable: string; expression: Expression; reads: number[] };

export type PlannedForeach = {
  kind: 'foreach';
  list: Expression;
  reads: number[];
  maxOpen: number;
  onItemFailure: ItemFailure;
};
export type PlannedLoop =
  | PlannedForeach
  | { kind: 'while'; condition: Expression; reads: number[]; delayMs: number; maxIterations: number };

export type PlannedStep = {
  index: number;
  id: string;
  step: Step;
  kind: StepKind;
  parents: Edge[];
  children: Edge[];
  // How many edges from parents must be taken.
  threshold: number;
  condition: PlannedCondition | null;
  level: number;
  // Null when the params hold no expression and are handed on as they stand.
  params: Template | null;
  outputs: PlannedOutput[];
  // Every step that the params look at by name.
  paramReads: number[];
  /** The step that it undoes. */
  compensates: number | null;
  loop: PlannedLoop | null;
  /** The items for each of which it runs its workflow; a loop of a task is `loop`. */
  each: PlannedForeach | null;
};

export type Plan = {
  steps: PlannedStep[];
  adjacency: Adjacency;
  indexOf: ReadonlyMap<string, number>;
  levels: string[][];
  /** How many dependencies have a condition. */
  conditionalEdges: number;
  /** The steps that write a variable, the last by rank first. */
  writers: ReadonlyMap<string, readonly number[]>;
  /** Grows along every path, and with the place in the definition among steps of one level. */
  rankOf: (step: number) => number;
  isAncestor: (ancestor: number, step: number) => boolean;
  /** Which of its steps are drawn as belonging together. */
  groups: readonly StepGroup[];
  onFailure: FailureMode;
  maxConcurrentTasks: number;
  /** What it ends with; undefined when it simply ends. */
  endings: Endings | undefined;
};

/** Compiles a definition that validateDefinition found nothing wrong with; anything else is a bug. */
export function compilePlan(definition: Definition): Plan {
  return atOnce(planInParts(definition, compileOnce()));
}

/** The same, step by step. */
export function* planInParts(definition: Definition, compile: ReturnType<typeof compileOnce>): InParts<Plan> {
  const indexOf = new Map(definition.steps.map((step, index) => [step.id, index]));
  assert(indexOf.size === definition.steps.length, 'the ids of a plan are unique');
  const graph = graphOf(definition.steps, indexOf);
  const levelNumbers = levelsWithEndings(definition.steps, graph);
  const rankOf = (step: number) => (levelNumbers[step] ?? 0) * definition.steps.length + step;
  const compiler = createCompiler(indexOf, compile, definition.limits);
  const steps: PlannedStep[] = [];
  let edges = 0;
  let conditionalEdges = 0;
  for (const [index, step] of definition.steps.entries()) {
    const parents = step.dependencies.map((dependency): Edge => {
      const from = indexOf.get(dependency.step);
      assert(from !== undefined, 'a dependency of a plan is one of its steps');
      const place = { step: index, edge: conditionalEdges, parent: from };
      const condition = compiler.condition(dependency.condition, place);
      if (condition !== null) conditionalEdges += 1;
      const edge = { index: edges, from, to: index, on: dependency.on, condition };
      edges += 1;
      return edge;
    });
    steps.push(compiler.step(step, { index, parents, level: levelNumbers[index] ?? 0, compensates: null }));
    yield;
  }
  const levels = groupByLevel(steps);
  for (const { of, step } of compensationSteps(definition.steps))
    steps.push(
      compiler.step(step, { index: steps.length, parents: [], level: (levelNumbers[of] ?? 0) + 1, compensates: of }),
    );
  const endings = endingsOf(steps, rankOf);
  // Nothing that happens on the way leads to a finally step: its dependencies are looked at when all have settled.
  for (const step of steps)
    if (endings?.isEnding[step.index] !== 1) for (const edge of step.parents) steps[edge.from]?.children.push(edge);
  return {
    steps,
    adjacency: adjacencyOf(steps),
    indexOf,
    levels,
    conditionalEdges,
    writers: writersOf(definition, rankOf),
    rankOf,
    isAncestor: whenAsked(() => ancestryOf(graph, endings)),
    groups: definition.layout?.groups ?? [],
    onFailure: definition.onFailure,
    maxConcurrentTasks: definition.limits.maxConcurrentTasks ?? Number.POSITIVE_INFINITY,
    endings,
  };
}

/** Every expression of a definition, as it stands there; a text of params with all that it holds. */
export function* expressionTexts(definition: Definition): Generator<{ text: string; isTemplate: boolean }> {
  for (const step of definition.steps) {
    const plain = [step.condition, ...step.dependencies.map(({ condition }) => condition)];
    if (step.loop !== undefined) plain.push(step.loop.kind === 'foreach' ? step.loop.list : step.loop.condition);
    for (const text of [...plain, ...Object.values(step.output ?? {})])
      if (text !== undefined) yield { text, isTemplate: false };
    const open: Json[] = [givenTo(step), step.compensate?.params ?? resultAsParams];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (typeof value === 'string') {
        if (value.includes('${{')) yield { text: value, isTemplate: true };
      } else if (value !== null && typeof value === 'object') open.push(...Object.values(value));
    }
  }
}

/** The ids of the steps of each level, roots first: what may run side by side when every branch is taken. */
export function levelsOfDefinition(definition: Definition): string[][] {
  const indexOf = new Map(definition.steps.map((step, index) => [step.id, index]));
  const levels = levelsWithEndings(definition.steps, graphOf(definition.steps, indexOf));
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

// When the last steps of a run come, everything else has settled.
function ancestryOf(graph: Graph, endings: Endings | undefined): Plan['isAncestor'] {
  const isBefore = ancestorsOf(graph);
  if (endings === undefined) return isBefore;
  const { isEnding } = endings;
  return (ancestor, step) => (isEnding[step] === 1 ? isEnding[ancestor] !== 1 : isBefore(ancestor, step));
}

// Most plans are never asked: the rows of a large one take megabytes.
function whenAsked(make: () => Plan['isAncestor']): Plan['isAncestor'] {
  let made: Plan['isAncestor'] | undefined;
  return (ancestor, step) => {
    made ??= make();
    return made(ancestor, step);
  };
}

function createCompiler(indexOf: ReadonlyMap<string, number>, compile: ReturnType<typeof compileOnce>, limits: Limits) {
  const readsOf = (expressions: readonly Expression[], parent: number | null): number[] => {
    const reads = new Set(expressions.flatMap((one) => one.references.tasks.flatMap((id) => indexOf.get(id) ?? [])));
    // `result` in the condition of a dependency is the parent's.
    if (parent !== null && expressions.some((one) => one.references.names.includes('result'))) reads.add(parent);
    return [...reads];
  };
  const condition = (text: string | undefined, place: Pick<PlannedCondition, 'step' | 'edge' | 'parent'>) => {
    if (text === undefined) return null;
    const expression = valid(compile(text));
    return { ...place, expression, reads: readsOf([expression], place.parent) };
  };
  const loop = ({ loop }: Step): PlannedLoop | null => {
    if (loop === undefined) return null;
    if (loop.kind === 'foreach') {
      const list = valid(compile(loop.list));
      const maxOpen = Math.min(
        loop.maxConcurrency ?? workflowBounds.itemsAtOnceDefault,
        limits.maxConcurrentTasks ?? workflowBounds.itemsAtOnceMax,
      );
      const onItemFailure = loop.onItemFailure ?? 'fail';
      return { kind: 'foreach', list, reads: readsOf([list], null), maxOpen, onItemFailure };
    }
    const condition = valid(compile(loop.condition));
    const maxIterations = limits.maxIterations ?? workflowBounds.iterationsDefault;
    return { kind: 'while', condition, reads: readsOf([condition], null), delayMs: loop.delayMs ?? 0, maxIterations };
  };
  const step = (source: Step, place: Pick<PlannedStep, 'index' | 'parents' | 'level' | 'compensates'>): PlannedStep => {
    const { index, parents, level, compensates } = place;
    const outputs = Object.entries(source.output ?? {}).map(([variable, text]): PlannedOutput => {
      const expression = valid(compile(text));
      return { variable, expression, reads: readsOf([expression], null) };
    });
    const template = valid(compileTemplate(givenTo(source), compile));
    const repeated = loop(source);
    return {
      index,
      id: source.id,
      step: source,
      kind: kindOf(source),
      parents,
      children: [],
      threshold: thresholdOf(source),
      condition: condition(source.condition, { step: index, edge: null, parent: null }),
      level,
      params: isConstant(template) ? null : template,
      outputs,
      // `result` in the params of what undoes a step is that step's.
      paramReads: readsOf(template.expressions, compensates),
      compensates,
      ...(source.workflow === undefined ? { loop: repeated, each: null } : { loop: null, each: ofItems(repeated) }),
    };
  };
  return { condition, step };
}

function ofItems(loop: PlannedLoop | null): PlannedForeach | null {
  return loop?.kind === 'foreach' ? loop : null;
}

function writersOf(definition: Definition, rankOf: (step: number) => number): Map<string, number[]> {
  const writers = new Map<string, number[]>();
  for (const [index, step] of definition.steps.entries()) {
    for (const name of Object.keys(step.output ?? {})) {
      const known = writers.get(name);
      if (known === undefined) writers.set(name, [index]);
      else known.push(index);
    }
  }
  for (const steps of writers.values()) steps.sort((a, b) => rankOf(b) - rankOf(a));
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
