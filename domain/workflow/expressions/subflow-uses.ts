/** The workflows that the steps of a definition run, and what they hand to them: found out from its text alone, and held against what is published then. */
import { checkTypes } from '#domain/expression/check-types.ts';
import { compileTemplate, type Expression } from '#domain/expression/expressions.ts';
import {
  anyList,
  anyObject,
  anyType,
  keptType,
  mayBe,
  sayType,
  textType,
  type ValueType,
} from '#domain/expression/value-type.ts';
import type { Outcome } from '#domain/refusal.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { nearName } from '#domain/value/near-name.ts';
import type { Definition, Step, Variable, VariableType } from '#domain/workflow/definition.ts';
import { createTypes, type ResultTypes } from '#domain/workflow/expressions/expression-types.ts';
import type { Locate, Problem } from '#domain/workflow/problem.ts';
import { misfit } from '#domain/workflow/variables.ts';

/** What one step hands to a variable: a value, or a type where an expression makes it; `place` is where a problem of it is told. */
type Handed = { name: string; value: Json | undefined; type: ValueType; place: Problem };

/** One step that runs a workflow. */
export type Use = { place: Problem; paramsPlace: Problem; handed: Handed[] };

type Reading = { results: ResultTypes; compile: (text: string) => Outcome<Expression>; locate: Locate };

/** The uses by the name of the workflow. */
export function usesOf(definition: Definition, { results, compile, locate }: Reading): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const types = createTypes(definition, { results, compile });
  const typeOf = (expression: Expression) => keptType(checkTypes(expression, types.scope(null)).type);
  for (const [index, step] of definition.steps.entries()) {
    if (step.workflow === undefined) continue;
    const at = (...more: string[]): Problem => {
      const path = ['tasks', String(index), ...more];
      return { code: 'UNKNOWN_WORKFLOW', message: '', path, stepId: step.id, ...locate(path) };
    };
    const use: Use = {
      place: { ...at('workflow'), message: `no workflow is called ${step.workflow}` },
      paramsPlace: at('params'),
      handed: handedBy(step, { compile, typeOf, at }),
    };
    uses.set(step.workflow, [...(uses.get(step.workflow) ?? []), use]);
  }
  return uses;
}

type Handing = {
  compile: Reading['compile'];
  typeOf: (expression: Expression) => ValueType;
  at: (...more: string[]) => Problem;
};

function handedBy({ params }: Step, { compile, typeOf, at }: Handing): Handed[] {
  if (!isJsonObject(params)) return [];
  return Object.entries(params).map(([name, given]): Handed => {
    const template = compileTemplate(given, compile);
    const place = at('params', name);
    // What is wrong with the expression is told where expressions are checked.
    if (!template.ok) return { name, value: undefined, type: anyType, place };
    const { root } = template.value;
    if (root.kind === 'constant') return { name, value: root.value, type: anyType, place };
    if (root.kind === 'expression') return { name, value: undefined, type: typeOf(root.expression), place };
    const made = { text: textType, list: anyList, object: anyObject };
    return { name, value: undefined, type: made[root.kind], place };
  });
}

/** What speaks against the uses of a workflow that declares such variables. */
export function misfitsOf(
  uses: readonly Use[],
  { name: workflow, variables }: { name: string; variables: Readonly<Record<string, Variable>> },
): Problem[] {
  return uses.flatMap((use) => {
    const given = new Set(use.handed.map(({ name }) => name));
    const missing = Object.entries(variables)
      .filter(([name, { required, default: value }]) => required && value === undefined && !given.has(name))
      .map(([name]): Problem => {
        const message = `${workflow} requires the variable ${name}: hand it over in params`;
        return { ...use.paramsPlace, code: 'BAD_INPUT', message };
      });
    return [...use.handed.flatMap((one) => misfitOf(one, { workflow, variables })), ...missing];
  });
}

type Called = { workflow: string; variables: Readonly<Record<string, Variable>> };

function misfitOf({ name, value, type, place }: Handed, { workflow, variables }: Called): Problem[] {
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (variable === undefined) {
    const near = nearName(name, Object.keys(variables));
    const message = `${workflow} has no variable ${name}${near === undefined ? '' : `; did you mean ${near}?`}`;
    return [{ ...place, code: 'UNKNOWN_VARIABLE', message }];
  }
  const wrong = (message: string): Problem[] => [{ ...place, code: 'TYPE_MISMATCH', message }];
  if (value !== undefined) {
    const fault = value === null ? undefined : misfit(variable.type, value);
    return fault === undefined ? [] : wrong(`the variable ${name} of ${workflow} ${fault}`);
  }
  if (mayBe(type, kinds[variable.type])) return [];
  return wrong(
    `the variable ${name} of ${workflow} is of type ${variable.type}, but what it is handed is ${sayType(type)}`,
  );
}

const kinds: Record<VariableType, ValueType['kind']> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'truth',
  object: 'object',
  array: 'list',
};
