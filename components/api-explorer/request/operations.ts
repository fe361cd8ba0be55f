/** What a GraphQL document asks for: its operations and their variables. */
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
} from 'graphql';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';

/** One operation that can be run. Only the single operation of a document may have no name. */
export type Operation = { name: string | undefined; isStream: boolean; variables: OperationVariable[] };
export type OperationVariable = { name: string; type: string; isRequired: boolean };

/** The operations of a text, or why it cannot be read. */
export type ReadOperations =
  | { ok: true; operations: Operation[] }
  | { ok: false; problem: string; line: number | undefined };

/** Reads a document; whether it fits the schema is for the API to say. */
export function readOperations(text: string): ReadOperations {
  const document = parseText(text);
  if (document instanceof GraphQLError) {
    return { ok: false, problem: document.message, line: document.locations?.[0]?.line };
  }
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION).map(operationOf);
  if (operations.length === 0) return { ok: false, problem: 'There is no operation to run.', line: undefined };
  return { ok: true, operations };
}

/** The variables of a request: one JSON object, or nothing. */
export type ReadVariables = { ok: true; variables: JsonObject } | { ok: false; problem: string };

/** Reads what stands in the field of variables. */
export function readVariables(text: string): ReadVariables {
  if (text.trim() === '') return { ok: true, variables: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return { ok: true, variables: value };
    return { ok: false, problem: 'Variables are one JSON object: { "name": value }.' };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, problem: `The variables are no JSON: ${error.message}` };
    throw error;
  }
}

/** The required variables of an operation that were not given. */
export function missingVariables(operation: Operation, given: JsonObject): string[] {
  return operation.variables
    .filter(({ name, isRequired }) => isRequired && !Object.hasOwn(given, name))
    .map(({ name }) => name);
}

/** A document as it is usually laid out; undefined when it cannot be read, or when its comments would be lost. */
export function tidied(text: string): string | undefined {
  const document = parseText(text);
  if (document instanceof GraphQLError || /^\s*#/m.test(text)) return undefined;
  return `${print(document)}\n`;
}

function parseText(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function operationOf(node: OperationDefinitionNode): Operation {
  return {
    name: node.name?.value,
    isStream: node.operation === OperationTypeNode.SUBSCRIPTION,
    variables: (node.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => ({
      name: variable.name.value,
      type: print(type),
      isRequired: type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    })),
  };
}
