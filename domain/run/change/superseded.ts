/**
 * A value that a person gives a variable of an open run takes the place of what the run began with, and of what steps
 * have written by then. A step that settles later writes it anew, for those after it.
 */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

/** By each variable that a person has set, the steps whose outputs count no more. */
export type Superseded = ReadonlyMap<string, ReadonlySet<number>>;

/** True when what the step wrote into the variable counts no more. */
export function isSuperseded(superseded: Superseded | null | undefined, name: string, step: number): boolean {
  return superseded?.get(name)?.has(step) === true;
}

/** As it is stored; null when there is nothing to say. */
export function printSuperseded(superseded: Superseded | null): JsonObject | null {
  const entries = [...(superseded ?? [])].map(([name, steps]): [string, Json] => [name, [...steps]]);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Reads what `printSuperseded` wrote. */
export function readSuperseded(stored: Json): Superseded | null {
  if (!isJsonObject(stored)) return null;
  const numbers = (steps: Json) => (Array.isArray(steps) ? steps.filter((step) => typeof step === 'number') : []);
  return new Map(Object.entries(stored).map(([name, steps]) => [name, new Set(numbers(steps))]));
}
