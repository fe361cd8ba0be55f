/**
 * Reads a JSON Schema into a plan, or says everything that is wrong with it. Only the declared keywords of 2020-12 are
 * taken: one that is not understood would be accepted and mean nothing.
 */
import { valueBounds } from '#domain/bounds/value.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { type CheckedKeyword, notes, refusedKeyword } from './keywords.ts';
import { emptyPlan, type SchemaPlan } from './plan.ts';
import { collectionReaders, partnerReader } from './read-collections.ts';
import { scalarReaders } from './read-scalars.ts';
import { type Reader, type Reading, refuseAt, type SchemaFault, schemasByName, shown } from './reading.ts';
import { resolveReferences } from './references.ts';

const dialect = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

/** What came of reading a schema: its plan, or its faults with their places. */
export type ReadSchema = {
  plan: SchemaPlan | undefined;
  faults: SchemaFault[];
  /** How many instructions its patterns take, which its text does not show. */
  patternSize: number;
};

/** Reads a schema. Schemas share nothing with each other. */
export function readSchema(schema: JsonObject): ReadSchema {
  const reading: Reading = {
    faults: [],
    plans: new Map(),
    places: new Map(),
    references: [],
    properties: new Map(),
    patterns: new Map(),
    patternSize: 0,
  };
  const plan = readAt(reading, schema, []);
  if (reading.faults.length === 0) resolveReferences(reading, schema);
  const { faults, patternSize } = reading;
  return { plan: faults.length === 0 ? plan : undefined, faults, patternSize };
}

const rootReaders: Partial<Record<CheckedKeyword, Reader>> = {
  $schema: ({ reading }, value, path) => {
    if (typeof value !== 'string' || !dialect.test(value))
      refuseAt(
        reading,
        path,
        'schemas are read as JSON Schema 2020-12: write "https://json-schema.org/draft/2020-12/schema", or leave it out',
      );
  },
  $defs: (place, value, path) => {
    schemasByName(place, value, path);
  },
  $ref: ({ reading, plan }, value, path) => {
    if (typeof value === 'string') reading.references.push({ plan, target: value, path });
    else refuseAt(reading, path, 'a reference is a text, as "#/$defs/name"');
  },
};

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...Object.entries({ ...rootReaders, ...scalarReaders, ...collectionReaders }),
  ['then', partnerReader('if')],
  ['else', partnerReader('if')],
]);

function readAt(reading: Reading, schema: Json, path: string[]): SchemaPlan {
  const plan = emptyPlan();
  reading.places.set(plan, path);
  if (schema === false) plan.own.push({ kind: 'never', expected: 'is not allowed' });
  if (typeof schema === 'boolean') return plan;
  if (!isJsonObject(schema)) {
    refuseAt(reading, path, `a schema is an object, true or false, not ${shown(schema)}`);
    return plan;
  }
  if (path.length > 2 * valueBounds.jsonDepthMax) {
    refuseAt(reading, path, 'the schema is nested too deep');
    return plan;
  }
  reading.plans.set(schema, plan);
  const readInner = (inner: Json, innerPath: string[]) => readAt(reading, inner, innerPath);
  for (const [keyword, value] of Object.entries(schema)) {
    if (notes.has(keyword)) continue;
    const keywordPath = [...path, keyword];
    const reader = readers.get(keyword);
    if (reader === undefined) refuseAt(reading, keywordPath, refusedKeyword(keyword));
    else reader({ reading, schema, path, plan, readInner }, value, keywordPath);
  }
  return plan;
}
