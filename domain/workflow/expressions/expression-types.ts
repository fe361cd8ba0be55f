/** What is known of the variables and results that the expressions of a definition read. */
import { checkTypes, type TypeScope } from '#domain/expression/check-types.ts';
import type { Expression } from '#domain/expression/expressions.ts';
import {
  anyList,
  anyObject,
  anyType,
  eitherType,
  keptType,
  numberType,
  textType,
  truthType,
  type ValueType,
} from '#domain/expression/value-type.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Definition, Step, VariableType } from '#domain/workflow/definition.ts';

type ByName = Pick<ReadonlyMap<string, ValueType>, 'get'>;

/** What the tasks leave as results, and the workflows that steps run, by name. What is missing may leave anything. */
export type ResultTypes = { tasks: ByName; workflows: ByName };

/** The same as plain maps, which can be handed to another thread. */
export type KnownResults = { [kind in keyof ResultTypes]: ReadonlyMap<string, ValueType> };

export const noResults: KnownResults = { tasks: new Map(), workflows: new Map() };

const declaredTypes: Record<VariableType, ValueType> = {
  string: textType,
  number: numberType,
  integer: numberType,
  boolean: truthType,
  object: anyObject,
  array: anyList,
};

// Outputs that read what others wrote lead from one to the next; what lies behind a longer chain may be anything.
const chainMax = 50;

/** The types that an expression meets; `resultOf` is the step whose result it reads as `result`, where there is one. */
export function createTypes(
  definition: Definition,
  { results, compile }: { results: ResultTypes; compile: (text: string) => Outcome<Expression> },
): { scope: (resultOf: Step | null) => TypeScope } {
  const steps = new Map(definition.steps.map((step) => [step.id, step]));
  const writers = writersOf(definition);
  const known = new Map<string, ValueType>();
  let depth = 0;
  const resultType = (step: Step | undefined | null): ValueType => {
    if (step === undefined || step === null) return anyType;
    const { task, workflow, loop } = step;
    const asTask = task === undefined ? undefined : results.tasks.get(task);
    const one = (workflow === undefined ? asTask : results.workflows.get(workflow)) ?? anyType;
    return loop?.kind === 'foreach' ? resultOfItems(one) : one;
  };
  const written = ({ step, text }: Writer): ValueType => {
    const compiled = compile(text);
    if (!compiled.ok) return anyType;
    return keptType(checkTypes(compiled.value, scope(step)).type);
  };
  // A variable that a step writes keeps its declared type only when that is what is written.
  const variable = (name: string): ValueType => {
    const found = known.get(name);
    if (found !== undefined) return found;
    // Whoever reads it while it is being found out, in a circle, may get anything.
    known.set(name, anyType);
    const declared = Object.hasOwn(definition.variables, name) ? definition.variables[name] : undefined;
    const types = declared === undefined ? [] : [declaredTypes[declared.type]];
    depth += 1;
    for (const writer of writers.get(name) ?? []) types.push(depth > chainMax ? anyType : written(writer));
    depth -= 1;
    const type = types.length === 0 ? anyType : types.reduce(eitherType);
    known.set(name, type);
    return type;
  };
  const scope = (resultOf: Step | null): TypeScope => ({
    variable,
    stepResult: (id) => resultType(steps.get(id)),
    result: () => resultType(resultOf),
  });
  return { scope };
}

/** What a step leaves that is carried out for every item of a list; what an item left that failed is null. */
function resultOfItems(one: ValueType): ValueType {
  const fields = new Map<string, ValueType>([
    ['results', { kind: 'list', items: one }],
    ['total', numberType],
    ['succeeded', numberType],
    ['failed', numberType],
  ]);
  return { kind: 'object', fields, isClosed: true };
}

type Writer = { step: Step; text: string };

function writersOf({ steps }: Definition): Map<string, Writer[]> {
  const writers = new Map<string, Writer[]>();
  for (const step of steps) {
    for (const [name, text] of Object.entries(step.output ?? {})) {
      const list = writers.get(name) ?? [];
      writers.set(name, list);
      list.push({ step, text });
    }
  }
  return writers;
}
