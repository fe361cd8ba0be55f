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
    if (entries > most || value === null || value === undefined || !holdsLists(type)) return;
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

// Told by the type alone, so that a thousand jobs without a list in them are one look and not ten thousand.
const known = new WeakMap<GraphQLInputType, boolean>();

function holdsLists(type: GraphQLInputType): boolean {
  const before = known.get(type);
  if (before !== undefined) return before;
  const holds = leadsToList(type, new Set());
  known.set(type, holds);
  return holds;
}

// What was seen before led to none, or is being looked at.
function leadsToList(type: GraphQLInputType, seen: Set<GraphQLInputType>): boolean {
  if (isNonNullType(type)) return leadsToList(type.ofType, seen);
  if (isListType(type)) return true;
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some((field) => leadsToList(field.type, seen));
}
