/** JSON arguments that must be objects: GraphQL cannot say so, the engine's types do. */

import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

/** The object in an argument; null when none was given. */
export function objectOf(value: Json | undefined, path: string[]): Outcome<JsonObject | null> {
  if (value === undefined || value === null) return done(null);
  return isJsonObject(value) ? done(value) : refuse('BAD_INPUT', 'an object is needed here', path);
}

/** The labels in an argument; null when none were given. */
export function labelsOf(value: Json | undefined, path: string[]): Outcome<Record<string, string> | null> {
  const object = objectOf(value, path);
  if (!object.ok || object.value === null) return object.ok ? done(null) : object;
  const labels: Record<string, string> = Object.create(null);
  for (const [key, label] of Object.entries(object.value)) {
    if (typeof label !== 'string') return refuse('BAD_INPUT', 'a label is text', [...path, key]);
    labels[key] = label;
  }
  return done(labels);
}
