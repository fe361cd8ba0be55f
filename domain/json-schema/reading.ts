/** What reading a schema carries along: the plan at hand, what was refused, and what all parts share. */
import { valueBounds } from '#domain/bounds/value.ts';
import type { KnownProperties } from '#domain/pattern/parse.ts';
import type { Program } from '#domain/pattern/program.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { SchemaPlan } from './plan.ts';

/** Why a schema is refused, and where in it. */
export type SchemaFault = { path: string[]; message: string };

/** A `$ref` that is waiting for the whole schema to be read. */
export type Reference = { plan: SchemaPlan; target: string; path: string[] };

/** What all parts of one schema share while it is read, and nothing else ever does. */
export type Reading = {
  faults: SchemaFault[];
  plans: Map<JsonObject, SchemaPlan>;
  places: Map<SchemaPlan, string[]>;
  references: Reference[];
  properties: KnownProperties;
  patterns: Map<string, Program>;
  patternSize: number;
};

/** One schema object while it is read. */
export type Place = {
  reading: Reading;
  schema: JsonObject;
  path: string[];
  plan: SchemaPlan;
  /** Reads a schema inside of this one. */
  readInner: (schema: Json, path: string[]) => SchemaPlan;
};

/** Reads one keyword of a place into its plan. */
export type Reader = (place: Place, value: Json, path: string[]) => void;

/** Notes what is wrong; the first faults are enough for a person. */
export function refuseAt({ faults }: Reading, path: string[], message: string): void {
  if (faults.length < valueBounds.problemsMax) faults.push({ path, message });
}

/** The value when it is a count; undefined after a refusal. */
export function countAt({ reading }: Place, value: Json, path: string[]): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  refuseAt(reading, path, `${path.at(-1)} is a whole number, 0 or more`);
  return undefined;
}

/** The names in a list; undefined after a refusal. */
export function namesAt({ reading }: Place, value: Json, path: string[]): string[] | undefined {
  const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  if (Array.isArray(value) && names.length === value.length) return [...new Set(names)];
  const hint =
    typeof value === 'boolean' ? '; write it beside properties, with the names of those that must be there' : '';
  refuseAt(reading, path, `a list of names of properties is needed here, as ["name"]${hint}`);
  return undefined;
}

/** Each named schema of an object, read; undefined after a refusal. */
export function schemasByName(place: Place, value: Json, path: string[]): Map<string, SchemaPlan> | undefined {
  if (!isJsonObject(value)) {
    refuseAt(place.reading, path, 'an object is needed here, with a schema for each name');
    return undefined;
  }
  return new Map(
    Object.entries(value).map(([name, schema]) => [name, place.readInner(schema, [...path, name])] as const),
  );
}

/** Each schema of a list, read; undefined after a refusal. */
export function schemasInList(place: Place, value: Json, path: string[]): SchemaPlan[] | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    refuseAt(place.reading, path, 'a list of schemas is needed here, with at least one');
    return undefined;
  }
  return value.map((schema, n) => place.readInner(schema, [...path, String(n)]));
}

/** A value as it is shown in a sentence. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= shownLengthMax ? text : `${text.slice(0, shownLengthMax)}…`;
}

const shownLengthMax = 60;
