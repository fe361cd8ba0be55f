/**
 * What of a run cannot be told beforehand, because it depends on results that nobody pretended. It is taken out of the
 * definition, so that the rest is decided as a run decides it, and noted, so that nobody takes the rest for the whole.
 */
import type { Expression } from '#domain/expression/expressions.ts';
import type { Definition, Step } from '#domain/workflow/definition.ts';
import type { Plan, PlannedStep } from '#domain/workflow/plan.ts';

export type UnknownParts = {
  /** What can be told. */
  definition: Definition;
  /** Whether they run is unknown, by the place of the step: the steps whose results would tell. */
  steps: ReadonlyMap<number, readonly string[]>;
  /** What their params come out as is unknown. */
  params: ReadonlyMap<number, readonly string[]>;
  /** Dependencies of which it is unknown whether they are taken. */
  edges: ReadonlySet<number>;
};

type Finding = {
  plan: Plan;
  hasResult: (step: number) => boolean;
  /** Variables that nobody knows, and whose results would tell. */
  variables: Map<string, Set<string>>;
  steps: Map<number, Set<string>>;
};

/** Takes out what depends on results that are not there; `hasResult` says of which steps they are. */
export function findUnknown(
  { plan, definition }: { plan: Plan; definition: Definition },
  hasResult: (step: number) => boolean,
): UnknownParts {
  const finding: Finding = { plan, hasResult, variables: new Map(), steps: new Map() };
  const params = new Map<number, string[]>();
  const edges = new Set<number>();
  const steps = [...definition.steps];
  // By levels: what a step reads was left by those before it.
  const inOrder = [...plan.steps].sort((one, other) => plan.rankOf(one.index) - plan.rankOf(other.index));
  for (const planned of inOrder) {
    if (planned.compensates !== null)
      noteCompensation(finding, { ...planned, of: planned.compensates }, { params, steps });
    else steps[planned.index] = withoutUnknown(finding, planned, { params, edges });
  }
  const listed = new Map([...finding.steps].map(([step, causes]) => [step, [...causes]]));
  return { definition: { ...definition, steps }, steps: listed, params, edges };
}

type Noted = { params: Map<number, string[]>; edges: Set<number> };

// It is said with the step that it undoes, and what it is handed may be what that left.
function noteCompensation(
  finding: Finding,
  { params: template, index, of }: PlannedStep & { of: number },
  { params, steps }: { params: Map<number, string[]>; steps: Step[] },
): void {
  const unread = new Set((template?.expressions ?? []).flatMap((one) => causesOf(finding, one, of)));
  const undone = steps[of];
  if (unread.size === 0 || undone?.compensate === undefined) return;
  params.set(index, [...unread]);
  steps[of] = { ...undone, compensate: { ...undone.compensate, params: null } };
}

function withoutUnknown(finding: Finding, planned: PlannedStep, { params, edges }: Noted): Step {
  const { step, index } = planned;
  const causes = new Set<string>();
  const dependencies = step.dependencies.map((dependency, at) => {
    const edge = planned.parents[at];
    if (edge === undefined) return dependency;
    const unknown = edgeCauses(finding, edge);
    for (const cause of unknown) causes.add(cause);
    if (unknown.size === 0) return dependency;
    edges.add(edge.index);
    return { step: dependency.step, on: dependency.on };
  });
  const own = planned.condition === null ? [] : causesOf(finding, planned.condition.expression, null);
  for (const cause of own) causes.add(cause);
  if (causes.size > 0) finding.steps.set(index, causes);
  const unread = new Set((planned.params?.expressions ?? []).flatMap((one) => causesOf(finding, one, null)));
  if (unread.size > 0) params.set(index, [...unread]);
  const output = Object.fromEntries(
    Object.entries(step.output ?? {}).filter(([name], at) => isKnownOutput(finding, planned, { name, at })),
  );
  // A step that repeats its task is pretended as a whole; what an item of it is handed differs from item to item.
  const { condition, loop, ...rest } = step;
  const isUnsaid = unread.size > 0 || loop?.kind === 'foreach';
  return {
    ...rest,
    ...(condition !== undefined && own.length === 0 && { condition }),
    dependencies,
    output,
    ...(isUnsaid && unsaid(step)),
  };
}

// In the place of what a step is given, where that is unknown.
function unsaid({ wait, approval }: Step): Pick<Step, 'params' | 'wait' | 'approval'> {
  return { params: null, ...(wait !== undefined && { wait: {} }), ...(approval !== undefined && { approval: {} }) };
}

/** The steps whose results would tell whether a dependency is taken. */
function edgeCauses(finding: Finding, edge: PlannedStep['parents'][number]): Set<string> {
  const causes = new Set(finding.steps.get(edge.from));
  if (edge.condition !== null)
    for (const cause of causesOf(finding, edge.condition.expression, edge.from)) causes.add(cause);
  if (edge.on !== 'default') return causes;
  // It is taken when none of those with conditions is.
  for (const sibling of finding.plan.steps[edge.from]?.children ?? []) {
    if (sibling.condition === null || sibling.on === 'default') continue;
    for (const cause of causesOf(finding, sibling.condition.expression, edge.from)) causes.add(cause);
  }
  return causes;
}

function isKnownOutput(finding: Finding, planned: PlannedStep, output: { name: string; at: number }): boolean {
  const expression = planned.outputs[output.at]?.expression;
  if (expression === undefined) return true;
  const causes = [...causesOf(finding, expression, planned.index), ...(finding.steps.get(planned.index) ?? [])];
  if (causes.length === 0) return true;
  const known = finding.variables.get(output.name) ?? new Set();
  for (const cause of causes) known.add(cause);
  finding.variables.set(output.name, known);
  return false;
}

/** The steps whose results an expression needs and nobody pretended; `resultOf` is the step whose `result` it reads. */
function causesOf(finding: Finding, expression: Expression, resultOf: number | null): string[] {
  const { plan, hasResult } = finding;
  const { left, tasks, vars, names } = expression.references;
  const causes = new Set<string>();
  const lacks = (step: number | undefined) => {
    if (step !== undefined && !hasResult(step)) causes.add(plan.steps[step]?.id ?? '');
  };
  for (const id of left) lacks(plan.indexOf.get(id));
  if (resultOf !== null && names.includes('result')) lacks(resultOf);
  for (const id of tasks) for (const cause of finding.steps.get(plan.indexOf.get(id) ?? -1) ?? []) causes.add(cause);
  for (const name of vars) for (const cause of finding.variables.get(name) ?? []) causes.add(cause);
  return [...causes];
}
