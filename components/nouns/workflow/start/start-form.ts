/** What a start asks for: the variables of a workflow, by their schema. */
import type { InnerProblem, Problems } from '#components/kit/form/form-state.ts';
import { printJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { misfitsOf } from '#components/kit/form/schema/misfits.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export type StartField = 'variables' | 'idempotencyKey';
/** `variables` is one JSON object. */
export type StartValues = { variables: string; idempotencyKey: string };

/** Whether there is anything to ask for. */
export function takesVariables(schema: JsonObject): boolean {
  return isJsonObject(schema.properties) && Object.keys(schema.properties).length > 0;
}

/** What the form begins with: what is given, else every default. */
export function variablesAtFirst(schema: JsonObject, given?: JsonObject): string {
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const values = properties.flatMap(([name, property]): [string, Json][] => {
    const value = given === undefined && isJsonObject(property) ? property.default : given?.[name];
    return value === undefined || value === null ? [] : [[name, value]];
  });
  return printJson(Object.fromEntries(values));
}

/** What is wrong with the variables, each at its own. What is left empty or null is not given, so its default counts. */
export function variableProblems(schema: JsonObject, text: string): InnerProblem[] {
  const variables = readObject(text);
  if (variables === undefined) return [{ path: [], message: 'Variables are one JSON object: { "name": value }.' }];
  const given = Object.entries(variables).filter(([, value]) => value !== null);
  return misfitsOf(schema, Object.fromEntries(given), 'variable');
}

/** The same in one sentence for each, with the names. */
export function problemsInStart(schema: JsonObject, { variables }: StartValues): Problems<StartField> {
  const found = variableProblems(schema, variables);
  const said = found.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return said.length === 0 ? {} : { variables: said.join(' ') };
}
