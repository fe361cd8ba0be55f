/** Checks every expression of a definition: that it compiles, and that it reads only what will be there. */

import { checkTypes, type TypeScope } from '#domain/expression/check-types.ts';
import { compileExpression, compileTemplate, type Expression } from '#domain/expression/expressions.ts';
import { mayBe, sayType } from '#domain/expression/value-type.ts';
import type { Outcome } from '#domain/refusal.ts';
import { givenTo, kindOf } from '#domain/step/step-kind.ts';
import type { Json } from '#domain/value/json.ts';
import type { Definition, Step } from '#domain/workflow/definition.ts';
import { createTypes, type ResultTypes } from '#domain/workflow/expressions/expression-types.ts';
import { ancestorsOf, type Graph } from '#domain/workflow/graph.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';

type Checking = {
  list: ProblemList;
  steps: readonly Step[];
  indexOf: ReadonlyMap<string, number>;
  variables: ReadonlySet<string>;
  isAncestor: (ancestor: number, step: number) => boolean;
  compile: (text: string) => Outcome<Expression>;
  types: (resultOf: Step | null) => TypeScope;
};

/** Where an expression stands: `reads` is the step whose ancestors it may read, `own` adds that step itself. */
type Place = {
  step: Step;
  reads: number;
  own: boolean;
  path: string[];
  names: readonly string[];
  isCondition: boolean;
  /** The step whose result stands there as `result`. */
  resultOf: Step | null;
  /** True where the run is ending, and says how. */
  isEnding?: boolean;
  mustBeList?: boolean;
};

const commonNames = ['vars', 'tasks', 'run', 'now'];
// What the engine hands to expressions as `run`.
const runFields = ['id', 'workflow', 'startedAt'];
// The same, when all other steps have settled.
const endingRunFields = [...runFields, 'state', 'failed', 'cancelled', 'failedStep'];
const resultNames = [...commonNames, 'result'];
const givenFields = { TASK: 'params', WAIT: 'wait', APPROVAL: 'approval', WORKFLOW: 'params' } as const;
const itemNames = [...commonNames, 'item', 'index'];

/** Reports what is wrong with conditions, outputs and params. Without a graph (it has a cycle) ancestry is not checked. */
export function checkExpressions(
  list: ProblemList,
  workflow: {
    definition: Definition;
    indexOf: ReadonlyMap<string, number>;
    graph: Graph | undefined;
    results: ResultTypes;
  },
): void {
  const { definition, indexOf, graph, results } = workflow;
  const compile = compileOnce();
  let ancestry: Checking['isAncestor'] | undefined;
  const checking: Checking = {
    list,
    steps: definition.steps,
    indexOf,
    variables: new Set([
      ...Object.keys(definition.variables),
      ...definition.steps.flatMap((step) => Object.keys(step.output ?? {})),
    ]),
    isAncestor: (ancestor, step) => {
      if (graph === undefined || graph.parents[step]?.includes(ancestor)) return true;
      // Everything but the other finally steps has settled when one runs.
      if (definition.steps[step]?.isFinally === true) return definition.steps[ancestor]?.isFinally !== true;
      ancestry ??= ancestorsOf(graph);
      return ancestry(ancestor, step);
    },
    compile,
    types: createTypes(definition, { results, compile }).scope,
  };
  for (const [index, step] of definition.steps.entries()) checkStep(checking, { step, index });
}

/** A compiler that remembers: many steps of a large workflow share their conditions. */
export function compileOnce(): (text: string) => Outcome<Expression> {
  const compiled = new Map<string, Outcome<Expression>>();
  return (text) => {
    const known = compiled.get(text);
    if (known !== undefined) return known;
    const outcome = compileExpression(text);
    compiled.set(text, outcome);
    return outcome;
  };
}

function checkStep(checking: Checking, place: { step: Step; index: number }): void {
  const { step, index } = place;
  const path = ['tasks', String(index)];
  const isEnding = step.isFinally === true;
  const common = { step, reads: index, own: false, names: commonNames, isCondition: false, resultOf: null, isEnding };
  if (step.condition !== undefined) {
    checkText(checking, step.condition, { ...common, isCondition: true, path: [...path, 'condition'] });
  }
  for (const [position, { step: parent, condition }] of step.dependencies.entries()) {
    const reads = checking.indexOf.get(parent);
    if (condition === undefined || reads === undefined) continue;
    const dependencyPath = [...path, 'dependencies', String(position), 'condition'];
    // It is asked when the parent settles, so the parent is as far as it can see.
    const before = { reads, own: true, resultOf: checking.steps[reads] ?? null };
    const dependency = { step, ...before, names: resultNames, isCondition: true, path: dependencyPath };
    checkText(checking, condition, dependency);
  }
  for (const [name, text] of Object.entries(step.output ?? {})) {
    checkText(checking, text, { ...common, names: resultNames, resultOf: step, path: [...path, 'output', name] });
  }
  checkLoop(checking, { ...common, path });
  const names = step.loop?.kind === 'foreach' ? itemNames : commonNames;
  checkParams(checking, givenTo(step), { ...common, names, path: [...path, givenFields[kindOf(step)]] });
  checkCompensation(checking, step, { ...common, path: [...path, 'compensate', 'params'] });
}

function checkLoop(checking: Checking, place: Place): void {
  const { step, path } = place;
  if (step.loop?.kind === 'foreach')
    checkText(checking, step.loop.list, { ...place, mustBeList: true, path: [...path, 'foreach'] });
  if (step.loop?.kind === 'while')
    checkText(checking, step.loop.condition, {
      ...place,
      names: resultNames,
      resultOf: step,
      isCondition: true,
      path: [...path, 'while'],
    });
}

// All steps have settled when a run undoes what it did.
function checkCompensation(checking: Checking, step: Step, place: Place): void {
  const { compensate } = step;
  if (compensate?.params === undefined) return;
  const everywhere = { ...checking, isAncestor: () => true };
  checkParams(everywhere, compensate.params, { ...place, names: resultNames, resultOf: step, isEnding: true });
}

function checkParams(checking: Checking, params: Json, place: Place): void {
  const template = compileTemplate(params, checking.compile);
  if (!template.ok) {
    const stepId = place.step.id;
    for (const { code, message, path } of template.refusals) {
      report(checking.list, { code, message, path: [...place.path, ...path], stepId });
    }
    return;
  }
  for (const expression of template.value.expressions) {
    checkReferences(checking, expression, place);
    checkItsTypes(checking, expression, place);
  }
}

function checkText(checking: Checking, text: string, place: Place): void {
  const stepId = place.step.id;
  const compiled = checking.compile(text);
  if (!compiled.ok) {
    for (const { code, message } of compiled.refusals)
      report(checking.list, { code, message, path: place.path, stepId });
    return;
  }
  const { type } = compiled.value;
  if (place.mustBeList === true && type !== 'dyn' && !type.startsWith('list')) {
    const message = `foreach takes a list, but "${text}" is of type ${type}`;
    report(checking.list, { code: 'TYPE_MISMATCH', message, path: place.path, stepId });
  }
  checkReferences(checking, compiled.value, place);
  checkItsTypes(checking, compiled.value, place);
}

function checkItsTypes({ list, types }: Checking, expression: Expression, place: Place): void {
  const { type, fault } = checkTypes(expression, types(place.resultOf));
  const at = { code: 'TYPE_MISMATCH', path: place.path, stepId: place.step.id } as const;
  if (fault !== undefined) report(list, { ...at, message: `${fault.message}, in "${expression.text}"` });
  else if (place.isCondition && !(isTruth(expression) && mayBe(type, 'truth'))) {
    const what = mayBe(type, 'truth') ? `of type ${expression.type}` : sayType(type);
    report(list, { ...at, message: `a condition is true or false, but "${expression.text}" is ${what}` });
  }
}

function isTruth({ type }: Expression): boolean {
  return type === 'bool' || type === 'dyn';
}

function checkReferences(checking: Checking, expression: Expression, place: Place): void {
  const { list } = checking;
  const at = { path: place.path, stepId: place.step.id };
  for (const name of expression.references.names) {
    if (place.names.includes(name)) continue;
    const message = `${name} is not available in "${expression.text}", only ${place.names.join(', ')} are`;
    report(list, { code: 'BAD_EXPRESSION', message, ...at });
  }
  for (const name of expression.references.vars) {
    if (checking.variables.has(name)) continue;
    const message = `"${expression.text}" reads vars.${name}, which is neither declared nor the output of a step`;
    report(list, { code: 'UNKNOWN_VARIABLE', message, ...at });
  }
  for (const name of expression.references.run) {
    const known = place.isEnding === true ? endingRunFields : runFields;
    if (known.includes(name)) continue;
    const where = endingRunFields.includes(name) ? ' outside of finally steps and compensations' : '';
    const message = `a run has ${known.join(', ')}, but no ${name}${where}, in "${expression.text}"`;
    report(list, { code: 'BAD_EXPRESSION', message, ...at });
  }
  for (const id of expression.references.tasks) {
    const index = checking.indexOf.get(id);
    if (index === undefined) {
      const message = `"${expression.text}" reads tasks.${id}, but no step is called so`;
      report(list, { code: 'UNKNOWN_DEPENDENCY', message, ...at });
    } else if (
      expression.references.left.includes(id) &&
      !((place.own && index === place.reads) || checking.isAncestor(index, place.reads))
    ) {
      const message = `"${expression.text}" reads what tasks.${id} left, which need not have finished by then: let ${place.step.id} depend on it, or read its state`;
      report(list, { code: 'UNKNOWN_DEPENDENCY', message, ...at });
    }
  }
}
