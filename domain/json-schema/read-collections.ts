/** Keywords about lists and objects, and about schemas within schemas. */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { CheckedKeyword } from './keywords.ts';
import type { SchemaPlan } from './plan.ts';
import { programAt } from './read-scalars.ts';
import { countAt, namesAt, type Place, type Reader, refuseAt, schemasByName, schemasInList } from './reading.ts';

export const collectionReaders = {
  minItems: (place, value, path) => {
    const bound = countAt(place, value, path);
    if (bound !== undefined)
      place.plan.lists.push({ kind: 'items from', bound, expected: `must have at least ${counted(bound, 'item')}` });
  },
  maxItems: (place, value, path) => {
    const bound = countAt(place, value, path);
    if (bound !== undefined)
      place.plan.lists.push({ kind: 'items to', bound, expected: `must have at most ${counted(bound, 'item')}` });
  },
  uniqueItems: ({ reading, plan }, value, path) => {
    if (typeof value !== 'boolean') refuseAt(reading, path, 'uniqueItems is true or false');
    else if (value) plan.lists.push({ kind: 'unique' });
  },
  prefixItems: (place, value, path) => {
    const first = schemasInList(place, value, path);
    const { items } = place.schema;
    const rest = items === undefined ? undefined : readRest(place, items);
    if (first !== undefined) place.plan.lists.push({ kind: 'items', first, rest });
  },
  items: (place, value) => {
    if (!Object.hasOwn(place.schema, 'prefixItems'))
      place.plan.lists.push({ kind: 'items', first: [], rest: readRest(place, value) });
  },
  contains: readContains,
  minContains: partnerReader('contains'),
  maxContains: partnerReader('contains'),
  minProperties: (place, value, path) => {
    const bound = countAt(place, value, path);
    if (bound === undefined) return;
    const expected = `must have at least ${counted(bound, 'property')}`;
    place.plan.objects.push({ kind: 'properties from', bound, expected });
  },
  maxProperties: (place, value, path) => {
    const bound = countAt(place, value, path);
    if (bound === undefined) return;
    const expected = `must have at most ${counted(bound, 'property')}`;
    place.plan.objects.push({ kind: 'properties to', bound, expected });
  },
  required: (place, value, path) => {
    const names = namesAt(place, value, path);
    if (names !== undefined) place.plan.objects.push({ kind: 'required', names });
  },
  dependentRequired: readDependentRequired,
  dependentSchemas: (place, value, path) => {
    const schemas = schemasByName(place, value, path);
    if (schemas !== undefined) place.plan.objects.push({ kind: 'schema with', schemas });
  },
  propertyNames: (place, value, path) => {
    place.plan.objects.push({ kind: 'names', schema: place.readInner(value, path) });
  },
  properties: readProperties,
  patternProperties: (place) => {
    if (!Object.hasOwn(place.schema, 'properties')) readProperties(place);
  },
  additionalProperties: (place) => {
    if (!Object.hasOwn(place.schema, 'properties') && !Object.hasOwn(place.schema, 'patternProperties'))
      readProperties(place);
  },
  allOf: withinReader('all'),
  anyOf: withinReader('any'),
  oneOf: withinReader('one'),
  not: (place, value, path) => {
    const schema = place.readInner(value, path);
    place.plan.within.push({ kind: 'not', schema, expected: 'must not fit the schema under not' });
  },
  if: (place, value, path) => {
    const condition = place.readInner(value, path);
    const [yes, no] = [readBranch(place, 'then'), readBranch(place, 'else')];
    if (yes === undefined && no === undefined) {
      refuseAt(place.reading, path, 'an if alone changes nothing: write then or else beside it');
      return;
    }
    place.plan.within.push({ kind: 'if', condition, whenFit: yes, whenNot: no });
  },
} as const satisfies Partial<Record<CheckedKeyword, Reader>>;

function readRest(place: Place, items: Json): SchemaPlan {
  const path = [...place.path, 'items'];
  if (Array.isArray(items))
    refuseAt(place.reading, path, 'write prefixItems for a list of schemas, one for each place');
  return place.readInner(Array.isArray(items) ? true : items, path);
}

function readBranch(place: Place, keyword: 'then' | 'else'): SchemaPlan | undefined {
  const schema = place.schema[keyword];
  return schema === undefined ? undefined : place.readInner(schema, [...place.path, keyword]);
}

/** Reads a keyword that another one has read already, if it is there. */
export function partnerReader(partner: string): Reader {
  return ({ reading, schema }, _, path) => {
    if (!Object.hasOwn(schema, partner))
      refuseAt(reading, path, `${path.at(-1)} means nothing without ${partner} beside it`);
  };
}

function readContains(place: Place, value: Json, path: string[]): void {
  const schema = place.readInner(value, path);
  const { minContains = 1, maxContains } = place.schema;
  const min = countAt(place, minContains, [...place.path, 'minContains']);
  const max =
    maxContains === undefined ? Number.POSITIVE_INFINITY : countAt(place, maxContains, [...place.path, 'maxContains']);
  if (min === undefined || max === undefined) return;
  const most = Number.isFinite(max) ? ` and at most ${max}` : '';
  const expected = `must hold at least ${counted(min, 'item')}${most} that fit the schema under contains`;
  place.plan.lists.push({ kind: 'contains', schema, min, max, expected });
}

function readDependentRequired(place: Place, value: Json, path: string[]): void {
  if (!isJsonObject(value)) {
    refuseAt(place.reading, path, 'an object is needed here, with a list of names for each name');
    return;
  }
  const names = new Map<string, string[]>();
  for (const [name, needed] of Object.entries(value)) {
    const found = namesAt(place, needed, [...path, name]);
    if (found !== undefined) names.set(name, found);
  }
  place.plan.objects.push({ kind: 'required with', names });
}

/** The three keywords that share out the properties of an object between them. */
function readProperties(place: Place): void {
  const { properties, patternProperties, additionalProperties } = place.schema;
  const pathOf = (keyword: string) => [...place.path, keyword];
  const named = properties === undefined ? new Map() : schemasByName(place, properties, pathOf('properties'));
  const patterns = [];
  const byPattern =
    patternProperties === undefined
      ? new Map<string, SchemaPlan>()
      : (schemasByName(place, patternProperties, pathOf('patternProperties')) ?? new Map<string, SchemaPlan>());
  for (const [source, schema] of byPattern) {
    const program = programAt(place.reading, source, [...pathOf('patternProperties'), source]);
    if (program !== undefined) patterns.push({ program, schema });
  }
  const rest =
    additionalProperties === undefined
      ? undefined
      : place.readInner(additionalProperties, pathOf('additionalProperties'));
  place.plan.objects.push({ kind: 'properties', named: named ?? new Map(), patterns, rest });
}

function withinReader(kind: 'all' | 'any' | 'one'): Reader {
  return (place, value, path) => {
    const schemas = schemasInList(place, value, path);
    if (schemas !== undefined) place.plan.within.push({ kind, schemas });
  };
}

function counted(count: number, word: 'item' | 'property'): string {
  if (count === 1) return `1 ${word}`;
  return `${count} ${word === 'item' ? 'items' : 'properties'}`;
}
