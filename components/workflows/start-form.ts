/** The variables of a workflow, as its start form begins with them. */
import { isJsonObject, type Json, type JsonObject } from '#domain/json.ts';

/** What the form is filled with: every declared variable with its default, or null where one must be given. */
export function variablesToStartWith(definition: unknown): JsonObject {
  if (!isJsonObject(definition) || !isJsonObject(definition.variables)) return {};
  const pairs = Object.entries(definition.variables).map(([name, variable]): [string, Json] => {
    return [name, isJsonObject(variable) ? (variable.default ?? null) : null];
  });
  return Object.fromEntries(pairs);
}

export type ReadVariables = { ok: true; variables: JsonObject } | { ok: false; problem: string };

/** Reads what was typed. Values left null are not given at all, so that a default still counts. */
export function readVariables(text: string): ReadVariables {
  const value = parseJson(text);
  if (value === undefined) return { ok: false, problem: 'This is not JSON.' };
  if (!isJsonObject(value)) return { ok: false, problem: 'Variables are one object: { "name": value }.' };
  return { ok: true, variables: Object.fromEntries(Object.entries(value).filter(([, given]) => given !== null)) };
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text.trim() === '' ? '{}' : text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
