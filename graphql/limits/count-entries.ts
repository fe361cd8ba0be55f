/** How many entries the lists in variables hold. Reading each takes graphql-js some microseconds, whatever becomes of it. */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { isJsonObject } from '#domain/value/json.ts';

/** Entries of the lists that the schema knows; what is inside a JSON value is not among them. Counting ends above `most`. */
export function countEntries(
  schema: GraphQLSchema,
  request: { operation: OperationDefinitionNode; variables: Readonly<Record<string, unknown>>; most: number },
): number {
  const { operation, variables, most } = request;
  let entries = 0;
  const count = (type: GraphQLInputType, value: unknown): void => {
    if (entries > most || value === null || value === undefined) return;
    if (isNonNullType(type)) count(type.ofType, value);
    else if (isListType(type)) {
      const items: unknown[] = Array.isArray(value) ? value : [value];
      entries += items.length;
      for (const item of items) count(type.ofType, item);
    } else if (isInputObjectType(type) && isJsonObject(value)) {
      for (const field of Object.values(type.getFields())) count(field.type, value[field.name]);
    }
  };
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const input: unknown = typeFromAST(schema, type);
    if (isInputType(input)) count(input, variables[variable.name.value]);
  }
  return entries;
}
