/** What is known of every value that fits a schema, for the expressions that read it. What cannot be told is anything. */
import {
  anyList,
  anyObject,
  anyType,
  numberType,
  textType,
  truthType,
  type ValueType,
} from '#domain/expression/value-type.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

// Expressions reach no deeper, and a schema with more parts than this is told roughly.
const depthMax = 16;
const partsMax = 1_000;

/** The type of what fits the schema. Whatever else the schema asks for only makes it narrower. */
export function typeOfSchema(schema: JsonObject): ValueType {
  return typeOf(schema, { depth: 0, budget: { partsLeft: partsMax } });
}

type Run = { depth: number; budget: { partsLeft: number } };

function typeOf(schema: Json | undefined, run: Run): ValueType {
  run.budget.partsLeft -= 1;
  if (!isJsonObject(schema) || run.budget.partsLeft < 0 || run.depth > depthMax) return anyType;
  const named = Array.isArray(schema.type) ? schema.type : [schema.type];
  const kinds = new Set(named.map((name) => (name === 'integer' ? 'number' : name)));
  const [kind] = kinds;
  if (kinds.size !== 1) return anyType;
  switch (kind) {
    case 'string':
      return textType;
    case 'number':
      return numberType;
    case 'boolean':
      return truthType;
    case 'array':
      return listOf(schema, run);
    case 'object':
      return objectOf(schema, run);
    default:
      return kind === undefined ? typeOfValues(schema) : anyType;
  }
}

function listOf(schema: JsonObject, run: Run): ValueType {
  if (schema.prefixItems !== undefined) return anyList;
  return { kind: 'list', items: typeOf(schema.items, { ...run, depth: run.depth + 1 }) };
}

function objectOf(schema: JsonObject, run: Run): ValueType {
  const { properties = {} } = schema;
  if (!isJsonObject(properties)) return anyObject;
  const fields = new Map<string, ValueType>();
  const inner = { ...run, depth: run.depth + 1 };
  for (const [name, property] of Object.entries(properties)) {
    // A field left out would be taken for one that is never there.
    if (run.budget.partsLeft <= 0) return { kind: 'object', fields, isClosed: false };
    fields.set(name, typeOf(property, inner));
  }
  return { kind: 'object', fields, isClosed: schema.additionalProperties === false && !schema.patternProperties };
}

/** Of one of few values: their kind, when all are of one. */
function typeOfValues(schema: JsonObject): ValueType {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (!Array.isArray(values) || values.length === 0) return anyType;
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1) return anyType;
  if (kind === 'string') return textType;
  if (kind === 'number') return numberType;
  return kind === 'boolean' ? truthType : anyType;
}
