/**
 * What of a JSON Schema is drawn as a form: fields for texts, numbers and choices, groups of them, lists of them.
 * Every other part is a field of JSON, so that no schema of a tenant makes the form do what it cannot.
 */
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { formBounds } from '#components/kit/form/form-bounds.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export type Drawn = {
  schema: RJSFSchema;
  ui: UiSchema;
  /** What the value holds beside what is drawn. */
  extras: readonly string[];
};

type Part = { schema: RJSFSchema; ui: UiSchema };
type Place = { schema: Json; value: Json | undefined; name: string; isRequired: boolean; depth: number };
type Room = { fieldsLeft: number };

/** The form of a schema for a value; undefined when there is nothing to draw, or too much. */
export function drawSchema(schema: JsonObject, value: JsonObject): Drawn | undefined {
  if (!isJsonObject(schema.properties) || '$ref' in schema) return undefined;
  const room = { fieldsLeft: formBounds.schemaFieldsMax };
  const { schema: drawn, ui } = drawGroup(schema, value, { depth: 0, room });
  const names = Object.keys(schema.properties);
  if (names.length === 0 || room.fieldsLeft < 0) return undefined;
  return { schema: drawn, ui, extras: Object.keys(value).filter((name) => !names.includes(name)) };
}

/** Where a problem is shown: at the deepest part that has a field, with the rest of its way in words. */
export function placeOf(drawn: RJSFSchema, problem: { path: readonly string[]; message: string }) {
  let part: unknown = drawn;
  for (const [depth, step] of problem.path.entries()) {
    const inner: unknown = innerOf(part, step);
    if (inner === undefined) {
      const rest = problem.path.slice(depth).join('.');
      return { path: problem.path.slice(0, depth), message: `${rest}: ${problem.message}` };
    }
    part = inner;
  }
  return problem;
}

function innerOf(part: unknown, step: string): unknown {
  if (!isJsonObject(part)) return undefined;
  if (part.type === 'array') return part.items;
  return isJsonObject(part.properties) && Object.hasOwn(part.properties, step) ? part.properties[step] : undefined;
}

function drawGroup(schema: JsonObject, value: JsonObject, at: { depth: number; room: Room }): Part {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const parts = properties.map(([name, property]) => {
    const isRequired = required.includes(name);
    const place = { schema: property, value: value[name], name, isRequired, depth: at.depth };
    return [name, drawPart(place, at.room)] as const;
  });
  return {
    // What is not drawn stays in the value; without this word it would be drawn as fields with names of their own.
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(parts.map(([name, { schema: inner }]) => [name, inner])),
    },
    ui: Object.fromEntries(parts.map(([name, { ui }]) => [name, ui])),
  };
}

function drawPart(place: Place, room: Room): Part {
  room.fieldsLeft -= 1;
  const { schema, value, depth } = place;
  const words = wordsOf(place);
  // An empty schema would be drawn as nothing at all.
  const json: Part = { schema: { title: place.name }, ui: { ...words, 'ui:field': 'json' } };
  if (!isJsonObject(schema) || room.fieldsLeft < 0 || isJudgedTogether(schema)) return json;
  const simple = drawSimple(schema, value);
  if (simple !== undefined) return { schema: simple.schema, ui: { ...words, ...simple.ui } };
  const isOpen = value === undefined || isJsonObject(value);
  if (schema.type === 'object' && hasProperties(schema) && depth + 1 < formBounds.schemaDepthMax && isOpen) {
    const group = drawGroup(schema, isJsonObject(value) ? value : {}, { depth: depth + 1, room });
    return { schema: group.schema, ui: { ...words, ...group.ui } };
  }
  return (schema.type === 'array' ? drawList(schema, value, words) : undefined) ?? json;
}

function drawList(schema: JsonObject, value: Json | undefined, words: UiSchema): Part | undefined {
  const list = value === undefined ? [] : value;
  if (!Array.isArray(list) || list.length > formBounds.schemaItemsMax || 'prefixItems' in schema) return undefined;
  if (!isJsonObject(schema.items) || isJudgedTogether(schema.items)) return undefined;
  const items = list.map((item) => drawSimple(isJsonObject(schema.items) ? schema.items : {}, item));
  const item = drawSimple(schema.items, undefined);
  if (item === undefined || items.includes(undefined)) return undefined;
  return { schema: { type: 'array', items: item.schema }, ui: { ...words, items: item.ui } };
}

/** One value in one field. A value that the field could not show makes it a field of JSON. */
function drawSimple(schema: JsonObject, value: Json | undefined): Part | undefined {
  if (typeof value === 'object' && value !== null) return undefined;
  const choices = schema.type === 'boolean' ? [true, false] : choicesOf(schema);
  if (choices !== undefined)
    return { schema: { type: 'string' }, ui: { 'ui:widget': 'choice', 'ui:choices': choices } };
  if (schema.type === 'integer') return { schema: { type: 'integer' }, ui: { 'ui:widget': 'line' } };
  if (schema.type === 'number') return { schema: { type: 'number' }, ui: { 'ui:widget': 'line' } };
  if (schema.type !== 'string') return undefined;
  const hasLines = [value, schema.default].some((text) => typeof text === 'string' && text.includes('\n'));
  return { schema: { type: 'string' }, ui: { 'ui:widget': hasLines ? 'lines' : 'line' } };
}

function choicesOf(schema: JsonObject): readonly Json[] | undefined {
  const values = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const ?? null] : undefined;
  const isShort = values !== undefined && values.length > 0 && values.length <= formBounds.schemaChoicesMax;
  return isShort && values.every((value) => typeof value !== 'object') ? values : undefined;
}

const together = ['$ref', 'anyOf', 'oneOf', 'allOf', 'not', 'if', 'patternProperties', 'dependentSchemas'];

function isJudgedTogether(schema: JsonObject): boolean {
  return together.some((keyword) => keyword in schema);
}

function hasProperties({ properties }: JsonObject): boolean {
  return isJsonObject(properties) && Object.keys(properties).length > 0;
}

const defaultShownMax = 60;

function wordsOf({ schema, name, isRequired }: Place): UiSchema {
  const declared = isJsonObject(schema) ? schema : {};
  const title = typeof declared.title === 'string' ? declared.title : name;
  // Choices say themselves what they are.
  const undeclared = choicesOf(declared) === undefined ? 'JSON' : undefined;
  const type = typeof declared.type === 'string' ? declared.type : undeclared;
  const about = typeof declared.description === 'string' ? declared.description : undefined;
  const description = [about, type].filter((part) => part !== undefined).join(' ') || undefined;
  return {
    'ui:title': isRequired && declared.default === undefined ? `${title} (required)` : title,
    'ui:description':
      [description, sayDefault(declared.default)].filter((part) => part !== undefined).join(' · ') || undefined,
    'ui:isOptional': !isRequired && declared.default === undefined,
  };
}

function sayDefault(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '') return 'an empty text when left empty';
  const isShort = text.length <= defaultShownMax && !text.includes('\n');
  return isShort ? `${text} when left empty` : 'its default when left empty';
}
