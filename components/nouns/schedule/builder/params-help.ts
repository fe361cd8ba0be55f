/** What a target takes, in words: the properties of its schema. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export type ParamHelp = { name: string; type: string; required: boolean; default: Json | undefined };

/** The properties of a schema. */
export function propertiesOf(schema: unknown): ParamHelp[] {
  if (!isJsonObject(schema) || !isJsonObject(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, property]) => {
    const declared = isJsonObject(property) ? property : {};
    return { name, type: typeOf(declared), required: required.includes(name), default: declared.default };
  });
}

/** `region (string, required)`, `limit (number, 10 unless given)`. */
export function sayParam(param: ParamHelp): string {
  const given = param.default === undefined ? undefined : `${JSON.stringify(param.default)} unless given`;
  const rule = param.required && param.default === undefined ? 'required' : given;
  return `${param.name} (${[param.type, rule].filter((part) => part !== undefined).join(', ')})`;
}

/** An object to begin with: every default, and null where a value must be given. */
export function templateOf(params: readonly ParamHelp[]): JsonObject {
  const needed = params.filter((param) => param.required || param.default !== undefined);
  return Object.fromEntries(needed.map((param) => [param.name, param.default ?? null]));
}

function typeOf(declared: JsonObject): string {
  return typeof declared.type === 'string' ? declared.type : 'any';
}
