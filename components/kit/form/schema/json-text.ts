/** JSON as a person types it. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

/** What a text says: nothing when it is empty, itself when it is no JSON. */
export function readJson(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** One JSON object; undefined for anything else. No text at all is the empty one. */
export function readObject(text: string): JsonObject | undefined {
  const value = parseJson(text.trim() === '' ? '{}' : text);
  return isJsonObject(value) ? value : undefined;
}

/** A value as a person would type it. */
export function printJson(value: unknown): string {
  return value === undefined ? '' : (JSON.stringify(value, null, 2) ?? '');
}

/** What a text says as JSON; undefined for anything else. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
