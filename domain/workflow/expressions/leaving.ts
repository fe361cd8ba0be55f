/** What a workflow leaves as the result of a step that runs it: its variables, as they are at the end of a run. */
import type { Expression } from '#domain/expression/expressions.ts';
import type { ValueType } from '#domain/expression/value-type.ts';
import type { InParts } from '#domain/in-parts.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { createTypes, type ResultTypes } from '#domain/workflow/expressions/expression-types.ts';

type Reading = { results: ResultTypes; compile: (text: string) => Outcome<Expression> };

/** The type of it, found out variable by variable. */
export function* leavingInParts(definition: Definition, { results, compile }: Reading): InParts<ValueType> {
  const names = new Set(Object.keys(definition.variables));
  for (const { output = {} } of definition.steps)
    for (const [name, text] of Object.entries(output)) {
      names.add(name);
      // Reading a text takes the most time by far, and `compile` remembers it.
      compile(text);
      yield;
    }
  const { variable } = createTypes(definition, { results, compile }).scope(null);
  const fields = new Map<string, ValueType>();
  for (const name of names) {
    fields.set(name, variable(name));
    yield;
  }
  return { kind: 'object', fields, isClosed: true };
}

/** Tasks and workflows whose results are read. */
export type ResultsRead = { tasks: string[]; workflows: string[] };

/** The same types, and which of them were asked for. */
export function listenTo(known: ResultTypes): { results: ResultTypes; read: () => ResultsRead } {
  const asked = { tasks: new Set<string>(), workflows: new Set<string>() };
  const heard = (kind: keyof ResultTypes) => ({
    get: (name: string) => {
      asked[kind].add(name);
      return known[kind].get(name);
    },
  });
  return {
    results: { tasks: heard('tasks'), workflows: heard('workflows') },
    read: () => ({ tasks: [...asked.tasks], workflows: [...asked.workflows] }),
  };
}
