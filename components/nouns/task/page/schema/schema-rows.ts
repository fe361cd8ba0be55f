/** A JSON Schema as rows that a person reads: each property with what may stand there. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export type SchemaRow = {
  /** `customer.address`, with `[]` for the items of a list. */
  name: string;
  depth: number;
  type: string;
  isRequired: boolean;
  /** `1 to 5`, `one of "a", "b"`, `at most 20 characters`. */
  rules: string[];
  description: string | undefined;
};

// More are quicker to read as JSON.
const rowsMax = 60;
const depthMax = 4;
const choicesShownMax = 8;

/** The rows of a schema; nothing when it describes no properties. `isWhole` is false when there is more than rows can say. */
export function schemaRows(schema: JsonObject): { rows: SchemaRow[]; isWhole: boolean } {
  const rows: SchemaRow[] = [];
  let isWhole = true;
  const walk = (inner: JsonObject, prefix: string, depth: number) => {
    if (saysMore(inner)) isWhole = false;
    const { properties, items } = inner;
    if (isJsonObject(properties)) {
      const required = Array.isArray(inner.required) ? inner.required : [];
      for (const [name, given] of Object.entries(properties)) {
        if (rows.length >= rowsMax || depth > depthMax) {
          isWhole = false;
          return;
        }
        const property = isJsonObject(given) ? given : {};
        const path = prefix === '' ? name : `${prefix}.${name}`;
        rows.push(rowOf(property, { name: path, depth, isRequired: required.includes(name) }));
        walk(property, path, depth + 1);
      }
    }
    if (isJsonObject(items) && (isJsonObject(items.properties) || isJsonObject(items.items)))
      walk(items, `${prefix}[]`, depth);
  };
  walk(schema, '', 0);
  return { rows, isWhole };
}

const combining = [
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  '$ref',
  'patternProperties',
  'dependentSchemas',
  'prefixItems',
];

function saysMore(schema: JsonObject): boolean {
  return combining.some((keyword) => schema[keyword] !== undefined);
}

type Place = { name: string; depth: number; isRequired: boolean };

function rowOf(schema: JsonObject, place: Place): SchemaRow {
  const { title, description } = schema;
  const words = [title, description].filter((text) => typeof text === 'string' && text !== '');
  return { ...place, type: typeOf(schema), rules: rulesOf(schema), description: words.join(': ') || undefined };
}

function typeOf(schema: JsonObject): string {
  const { type, items } = schema;
  const name = Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : 'anything';
  if (name === 'array' && isJsonObject(items)) return `list of ${typeOf(items)}`;
  return name === 'array' ? 'list' : name;
}

function rulesOf(schema: JsonObject): string[] {
  const { format, pattern, multipleOf, uniqueItems, additionalProperties } = schema;
  return [
    choicesOf(schema),
    rangeOf(schema.minimum ?? above(schema.exclusiveMinimum), schema.maximum ?? below(schema.exclusiveMaximum), ''),
    rangeOf(schema.minLength, schema.maxLength, ' characters'),
    rangeOf(schema.minItems, schema.maxItems, ' items'),
    multipleOf === undefined ? undefined : `a multiple of ${print(multipleOf)}`,
    format === undefined ? undefined : `as ${print(format)}`,
    pattern === undefined ? undefined : `matches ${print(pattern)}`,
    uniqueItems === true ? 'no item twice' : undefined,
    additionalProperties === false && isJsonObject(schema.properties) ? 'nothing else' : undefined,
    schema.default === undefined ? undefined : `${JSON.stringify(schema.default)} unless given`,
  ].filter((rule) => rule !== undefined);
}

function choicesOf({ enum: choices, const: only }: JsonObject): string | undefined {
  if (only !== undefined) return `always ${JSON.stringify(only)}`;
  if (!Array.isArray(choices)) return undefined;
  const shown = choices.slice(0, choicesShownMax).map((choice) => JSON.stringify(choice));
  const more = choices.length > shown.length ? ` and ${choices.length - shown.length} more` : '';
  return `one of ${shown.join(', ')}${more}`;
}

function rangeOf(min: Json | undefined, max: Json | undefined, what: string): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (max === undefined) return `at least ${print(min)}${what}`;
  if (min === undefined) return `at most ${print(max)}${what}`;
  return min === max ? `${print(min)}${what}` : `${print(min)} to ${print(max)}${what}`;
}

function above(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : `more than ${print(value)}`;
}

function below(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : `less than ${print(value)}`;
}

function print(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
