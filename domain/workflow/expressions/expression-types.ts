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

/** What the tasks leave as results, by name, of those whose results have a schema. */
export type ResultTypes = Pick<ReadonlyMap<string, ValueType>, 'get'>;

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
    // The result of a step that is carried out many times is not that of its task.
    const isOnce = step.loop?.kind !== 'foreach';
    return (isOnce && step.task !== undefined ? results.get(step.task) : undefined) ?? anyType;
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
