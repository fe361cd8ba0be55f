/** The words that may stand at a place of a definition, with what they mean. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { DefinitionPlace } from './definition-place.ts';

/** One word to choose: `text` is what is written, `detail` a short remark, `meaning` a sentence. */
export type DefinitionWord = { word: string; text: string; detail?: string; meaning?: string };

/** What is known outside of the text. */
export type Known = {
  /** The published JSON Schema of definitions. */
  schema: Json;
  tasks: readonly { name: string; description: string | null }[];
  queues?: readonly string[];
  /** The ids of the steps in the text. */
  stepIds: readonly string[];
};

/** Every word that fits, in the order of the schema. */
export function definitionWords({ kind, path }: DefinitionPlace, known: Known): DefinitionWord[] {
  const last = path.at(-1);
  if (kind === 'value' && isStepField(path, 'type')) return known.tasks.map(taskWord);
  if (kind === 'value' && isStepField(path, 'queue'))
    return (known.queues ?? []).map((name) => ({ word: name, text: name, detail: 'queue' }));
  if (kind === 'value' && isStepField(path, 'compensate')) return known.tasks.map(taskWord);
  const isDependency = path[0] === 'tasks' && (last === 'dependencies' || path.at(-2) === 'dependencies');
  if (isDependency && (kind === 'value' || last === '-')) {
    const ids = known.stepIds.map((id) => ({ word: id, text: id, detail: 'step' }));
    if (kind === 'value' || !path.includes('-')) return ids;
    return [...ids, ...keyWords(schemaAt(known.schema, path))];
  }
  if (kind === 'value' && isStepField(path, 'dependencies', '-', 'task')) {
    return known.stepIds.map((id) => ({ word: id, text: id, detail: 'step' }));
  }
  const place = schemaAt(known.schema, path);
  return kind === 'key' ? keyWords(place) : valueWords(place);
}

function isStepField(path: readonly string[], ...fields: string[]): boolean {
  return ['tasks', '-', ...fields].join('\n') === path.join('\n');
}

function taskWord({ name, description }: Known['tasks'][number]): DefinitionWord {
  return { word: name, text: name, detail: 'task', ...(description === null ? {} : { meaning: description }) };
}

function keyWords(place: readonly JsonObject[]): DefinitionWord[] {
  return place.flatMap((schema) => {
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (!isJsonObject(schema.properties)) return [];
    return Object.entries(schema.properties).map(([key, value]) => ({
      word: key,
      text: `${key}: `,
      ...(required.includes(key) ? { detail: 'required' } : {}),
      ...meaningOf(value),
    }));
  });
}

function valueWords(place: readonly JsonObject[]): DefinitionWord[] {
  return place.flatMap((schema) => {
    const values = schema.type === 'boolean' ? [true, false] : Array.isArray(schema.enum) ? schema.enum : [];
    const examples = Array.isArray(schema.examples) ? schema.examples : [];
    return [
      ...values.map((value) => wordOf(value, value === schema.default ? 'default' : undefined)),
      ...examples.map((value) => wordOf(value, 'for example')),
    ];
  });
}

function wordOf(value: Json, detail: string | undefined): DefinitionWord {
  return { word: String(value), text: String(value), ...(detail === undefined ? {} : { detail }) };
}

function meaningOf(schema: Json): { meaning?: string } {
  return isJsonObject(schema) && typeof schema.description === 'string' ? { meaning: schema.description } : {};
}

/** What the schema says of the key at the end of a path; undefined when it says nothing. */
export function meaningAt(schema: Json, path: readonly string[]): string | undefined {
  const found = schemaAt(schema, path).find(({ description }) => typeof description === 'string');
  return found === undefined ? undefined : meaningOf(found).meaning;
}

/** The schemas that describe a path, with references followed and alternatives side by side. */
function schemaAt(root: Json, path: readonly string[]): JsonObject[] {
  let places = opened(root, root);
  for (const key of path) {
    places = places.flatMap((schema) => opened(root, key === '-' ? schema.items : fieldOf(schema, key)));
  }
  return places;
}

function fieldOf(schema: JsonObject, key: string): Json | undefined {
  const own = isJsonObject(schema.properties) ? schema.properties[key] : undefined;
  return own ?? schema.additionalProperties;
}

// A schema that goes on by reference further than this refers to itself.
const referencesMax = 4;

function opened(root: Json, schema: Json | undefined, left = referencesMax): JsonObject[] {
  if (schema === undefined || !isJsonObject(schema) || left === 0) return [];
  const target = typeof schema.$ref === 'string' ? [referred(root, schema.$ref)] : [];
  const alternatives = Array.isArray(schema.oneOf) ? schema.oneOf : [];
  return [schema, ...[...target, ...alternatives].flatMap((next) => opened(root, next, left - 1))];
}

// The schema names its own parts only: `#/$defs/step`.
function referred(root: Json, reference: string): JsonObject | undefined {
  let place: Json | undefined = root;
  for (const key of reference.replace(/^#\//, '').split('/')) place = isJsonObject(place) ? place[key] : undefined;
  return isJsonObject(place) ? place : undefined;
}
