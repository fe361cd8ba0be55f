/** A type as a JSON Schema, so that others can be told of it. */
import type { ValueType } from '#domain/expression/value-type.ts';
import type { JsonObject } from '#domain/value/json.ts';

// Types that are made of each other may be told over and over again; what is deeper or more than this may be anything.
const depthMax = 16;
const partsMax = 1_000;

/** The schema that every value of the type fits. */
export function schemaOfType(type: ValueType): JsonObject {
  return schemaOf(type, { depth: 0, budget: { partsLeft: partsMax } });
}

type Run = { depth: number; budget: { partsLeft: number } };

function schemaOf(type: ValueType, { depth, budget }: Run): JsonObject {
  budget.partsLeft -= 1;
  if (budget.partsLeft < 0 || depth > depthMax) return {};
  const inner = { depth: depth + 1, budget };
  switch (type.kind) {
    case 'text':
    case 'instant':
      return { type: 'string' };
    case 'number':
      return { type: 'number' };
    case 'truth':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: schemaOf(type.items, inner) };
    case 'object':
      return objectOf(type, inner);
    default:
      return {};
  }
}

function objectOf({ fields, isClosed }: Extract<ValueType, { kind: 'object' }>, inner: Run): JsonObject {
  const told: [string, JsonObject][] = [];
  for (const [name, field] of fields) {
    if (inner.budget.partsLeft <= 0) break;
    told.push([name, schemaOf(field, inner)]);
  }
  // A field left out would be taken for one that is never there.
  const isWhole = isClosed && told.length === fields.size;
  const properties = Object.fromEntries(told);
  return { type: 'object', properties, ...(isWhole && { additionalProperties: false }) };
}
