/** The variables that a workflow's definition declares, as a JSON Schema. */
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';

/** The schema of a definition in its normal form. A variable with a default need not be given. */
export function variablesSchema(definition: unknown): JsonObject {
  const declared = isJsonObject(definition) && isJsonObject(definition.variables) ? definition.variables : {};
  const variables = Object.entries(declared).map(([name, one]) => [name, isJsonObject(one) ? one : {}] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(variables.map(([name, variable]) => [name, propertyOf(variable)])),
    required: variables.filter(([, one]) => one.required === true && one.default === undefined).map(([name]) => name),
  };
}

function propertyOf({ required: _, ...variable }: JsonObject): JsonObject {
  return variable;
}
