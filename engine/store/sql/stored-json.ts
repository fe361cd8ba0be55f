/** JSON columns as the driver hands them over, given their type back. What is in the database passed unfitJson on its way in. */

import { assert } from '#domain/unreachable.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

/** A stored value of any kind; null when the column is null. */
export function storedJson(value: unknown): Json {
  assert(isStored(value), 'a JSON column holds JSON');
  return value;
}

/** A stored object. */
export function storedObject(value: unknown): JsonObject {
  assert(isJsonObject(value), 'this column holds a JSON object');
  return value;
}

/** Stored labels: texts only. */
export function storedLabels(value: unknown): Record<string, string> {
  if (value === null || value === undefined) return {};
  return Object.fromEntries(Object.entries(storedObject(value)).map(([key, text]) => [key, String(text)]));
}

function isStored(value: unknown): value is Json {
  return value === null || ['boolean', 'number', 'string', 'object'].includes(typeof value);
}
