/** What is wrong with an object by its JSON Schema: one sentence for each property, where the engine needs only the first. */

import { formBounds } from '#components/kit/form/form-bounds.ts';
import { asSentence, type InnerProblem } from '#components/kit/form/form-state.ts';
import { checkValue } from '#domain/json-schema/check-value.ts';
import { readSchema } from '#domain/json-schema/read-schema.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

/** `noun` is what a property is called: `variable`. A schema that cannot be read is left to the API. */
export function misfitsOf(schema: JsonObject, value: JsonObject, noun: string): InnerProblem[] {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const found: InnerProblem[] = [];
  for (const name of Object.keys(properties)) {
    const property = properties[name];
    const given = value[name];
    if (given === undefined && required.includes(name)) {
      found.push({ path: [name], message: `This ${noun} is required.` });
    } else if (given !== undefined && isJsonObject(property)) {
      const misfit = misfitIn({ ...definitionsOf(schema), ...property }, given);
      if (misfit !== undefined) found.push({ path: [name, ...misfit.path], message: misfit.message });
    }
  }
  // What no property says alone: names that may not be there, properties that need each other.
  const whole = found.length === 0 ? misfitIn(schema, value) : undefined;
  return whole === undefined ? found : [whole];
}

function misfitIn(schema: JsonObject, value: Json): InnerProblem | undefined {
  const { plan } = readSchema(schema);
  if (plan === undefined) return undefined;
  const { verdict } = checkValue(plan, value, formBounds.schemaCostMax);
  if (verdict.kind !== 'misfit') return undefined;
  const { path, expected } = verdict.misfit;
  const { type } = schema;
  // A union of types, or a fault further inside, is said in the words of the schema.
  const isWrongType = typeof type === 'string' && path.length === 0 && !isOfType(type, value);
  const sentence = isWrongType ? typeSentences.get(type) : undefined;
  return { path, message: sentence ?? asSentence(expected) };
}

function definitionsOf({ $defs }: JsonObject): JsonObject {
  return $defs === undefined ? {} : { $defs };
}

function isOfType(type: string, value: Json): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  return type === 'object' ? isJsonObject(value) : typeof value === type;
}

// In the words of somebody who types, not of somebody who writes schemas.
const typeSentences: ReadonlyMap<string, string> = new Map([
  ['number', 'This is not a number: write digits, with a point for fractions.'],
  ['integer', 'This is not a whole number.'],
  ['boolean', 'Choose true or false.'],
  ['object', 'This is not a JSON object: { "name": value }.'],
  ['array', 'This is not a JSON list: [value, value].'],
]);
