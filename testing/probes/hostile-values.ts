/**
 * Values for every input of the public schema, drawn by a seed: honest ones by the name of the field, and such as
 * nobody sends on purpose - or somebody does. Numbers that JavaScript cannot hold travel as marks until the request is
 * written out.
 */
import fc from 'fast-check';
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { valueBounds } from '#domain/bounds/value.ts';
import type { Json } from '#domain/value/json.ts';

/** Honest values by the name of their field; a field that is not named here takes any. */
export type Honest = Readonly<Record<string, readonly Json[]>>;

const mark = '\u{e000}';

/** The text of a request, with the numbers that only text can carry. */
export function written(body: Json): string {
  return JSON.stringify(body).replaceAll(new RegExp(`"${mark}([^"]*)${mark}"`, 'g'), '$1');
}

const texts: string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202e\u200b',
  'a\nb',
  '__proto__',
  'constructor',
  '${{ vars.x }}',
  '${{',
  "'; drop table jobs; --",
  '%',
  '\\',
  '*'.repeat(300),
  'ä'.repeat(70_000),
  '-1',
  'null',
  '1e999',
  'state:',
  'state:failed label:a=b created:>-1d "',
  'label:=',
  'created:>0000-01-01',
  'created:>9999-12-31T23:59:59Z',
  '* * * * *',
  '0 0 30 2 *',
  'H H * * *',
  'every 0 minutes',
  'P1Y',
  'PT99999999999999H',
  '-PT1S',
  'job_00000000-0000-0000-0000-000000000000',
  'job_0',
  '00000000-0000-7000-8000-00000000000g',
  'a: &a [*a]',
  'a: [',
  '__proto__: {x: 1}',
  '{"name": 1}',
  'name: x\ntasks: [{id: a, type: work, params: {n: 9223372036854775807}}]',
  'Mars/Olympus',
  'BST',
  'utc',
];

const instants: string[] = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2030-02-30T00:00:00Z',
  '2026-03-29T02:30:00+02:00',
  '1970-01-01T00:00:00-23:59',
  '2016-12-31T23:59:60Z',
  '2026-01-01T24:00:00Z',
  '+275760-09-13T00:00:00Z',
];

const numbers = ['3544790567247868102', '-9007199254740993', '1e400', '1E-400', '0.1e1', '-0'].map(
  (text) => `${mark}${text}${mark}`,
);
const integers: Json[] = [0, 1, -1, 7, 2_147_483_647, -2_147_483_648, 1.5];

const hostileKeys = ['__proto__', 'constructor', '', 'a', 'a.b', '$ref', '$id', '\u0000', 'toString'];
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: false },
    fc.constantFrom<Json>(null, true, false, 0, -1, 1e21, ...numbers),
    fc.constantFrom(...texts),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...hostileKeys), tie('value')), { maxLength: 4 }).map(objectOf),
    fc.constantFrom<Json>(nested(70), 'x'.repeat(valueBounds.payloadSizeBytesMax + 1)),
  ),
})).value;

function objectOf(entries: [string, Json][]): Json {
  const made: Record<string, Json> = {};
  // As a parser does it: the key becomes the object's own, whatever its name.
  for (const [key, value] of entries)
    Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true });
  return made;
}

function nested(depth: number): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

/** Any value of an input type. `name` is the field that it is for; honest values come about every second time. */
export function valuesOf(type: GraphQLInputType, name: string, honest: Honest): fc.Arbitrary<Json> {
  if (isNonNullType(type)) return valuesOf(type.ofType, name, honest);
  const known = honest[name];
  const own = ownValues(type, name, honest);
  return known === undefined ? own : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, own);
}

function ownValues(type: GraphQLInputType, name: string, honest: Honest): fc.Arbitrary<Json> {
  if (isListType(type)) {
    const item = valuesOf(type.ofType, name, honest);
    return fc.oneof(
      { weight: 9, arbitrary: fc.array(item, { maxLength: 3 }) },
      { weight: 1, arbitrary: item.map((value) => Array.from({ length: 1_001 }, () => value)) },
    );
  }
  if (isInputObjectType(type)) return objectsOf(type, honest);
  if (isEnumType(type)) return fc.constantFrom<Json>(...type.getValues().map((value) => value.name), 'NONE_SUCH');
  const scalar = 'name' in type ? type.name : '';
  if (scalar === 'Int' || scalar === 'Float') return fc.constantFrom(...integers, ...numbers);
  if (scalar === 'Boolean') return fc.boolean();
  if (scalar === 'DateTime') return fc.constantFrom(...instants, ...texts);
  return scalar === 'JSON' ? json : fc.constantFrom(...texts);
}

function objectsOf(type: GraphQLInputObjectType, honest: Honest): fc.Arbitrary<Json> {
  const fields = Object.values(type.getFields());
  const required = fields.filter((field) => isNonNullType(field.type)).map((field) => field.name);
  const model = Object.fromEntries(
    fields.map((field): [string, fc.Arbitrary<Json>] => [
      field.name,
      isNonNullType(field.type)
        ? valuesOf(field.type, field.name, honest)
        : fc.option(valuesOf(field.type, field.name, honest), { freq: 2 }),
    ]),
  );
  return fc.record(model, { requiredKeys: required });
}
