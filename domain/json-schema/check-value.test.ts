import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemaBounds } from '#domain/bounds/schema.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { checkValue } from './check-value.ts';
import { readSchema } from './read-schema.ts';

function check(schema: JsonObject, value: Json, costMax: number = schemaBounds.schemaCostPerValueMax) {
  const { plan, faults } = readSchema(schema);
  assert.ok(plan !== undefined, JSON.stringify(faults));
  return checkValue(plan, value, costMax);
}

/** The place and the sentence of the misfit; "fits" when there is none. */
function say(schema: JsonObject, value: Json): string {
  const { verdict } = check(schema, value);
  if (verdict.kind !== 'misfit') return verdict.kind;
  return [verdict.misfit.path.join('.'), verdict.misfit.expected].filter((part) => part !== '').join(' ');
}

const sentences: [JsonObject, Json, string][] = [
  [{ type: 'integer' }, 1.5, 'must be an integer'],
  [{ type: ['string', 'null'] }, 1, 'must be a string or null'],
  [{ type: 'number' }, 1, 'fits'],
  [{ const: { a: [1] } }, { a: [2] }, 'must be {"a":[1]}'],
  [{ const: { a: 1, b: 2 } }, { b: 2, a: 1 }, 'fits'],
  [{ enum: ['EUR', 'USD'] }, 'GBP', 'must be one of "EUR", "USD"'],
  [{ enum: [1, '1', null] }, '1', 'fits'],
  [{ minimum: 1 }, 0, 'must be at least 1'],
  [{ exclusiveMinimum: 1 }, 1, 'must be more than 1'],
  [{ maximum: 1 }, 2, 'must be at most 1'],
  [{ exclusiveMaximum: 1 }, 1, 'must be less than 1'],
  [{ multipleOf: 0.1 }, 0.3, 'fits'],
  [{ multipleOf: 0.1 }, 0.35, 'must be a multiple of 0.1'],
  [{ multipleOf: 1e-300 }, 1.5e308, 'fits'],
  [{ multipleOf: 3 }, 10, 'must be a multiple of 3'],
  [{ minLength: 2 }, '\u{1f600}', 'must have at least 2 characters'],
  [{ maxLength: 1 }, '\u{1f600}', 'fits'],
  [{ maxLength: 1 }, 'ab', 'must have at most 1 character'],
  [{ pattern: '^a$' }, 'b', 'must match the pattern "^a$"'],
  [{ format: 'date' }, '2026-02-29', 'must be a date that exists, as 2026-03-31'],
  [{ items: { type: 'integer' } }, [1, 'two'], '1 must be an integer'],
  [{ prefixItems: [{ type: 'string' }], items: false }, ['a', 1], '1 is not allowed'],
  [{ minItems: 1 }, [], 'must have at least 1 item'],
  [{ maxItems: 1 }, [1, 2], 'must have at most 1 item'],
  [
    { uniqueItems: true },
    [{ a: 1, b: 2 }, 1, '1', { b: 2, a: 1 }],
    'must not hold the same item twice, but 0 and 3 are the same',
  ],
  [{ uniqueItems: true }, [1, '1', true, 'true', null, [1], ['1'], {}], 'fits'],
  [{ contains: { const: 1 } }, [2], 'must hold at least 1 item that fit the schema under contains'],
  [
    { contains: { const: 1 }, maxContains: 1 },
    [1, 1],
    'must hold at least 1 item and at most 1 that fit the schema under contains',
  ],
  [{ contains: { const: 1 }, minContains: 0 }, [2], 'fits'],
  [{ required: ['region'] }, {}, 'must have the property "region"'],
  [{ properties: { a: {} }, additionalProperties: false }, { b: 1 }, 'must not have the property "b"'],
  [{ additionalProperties: { type: 'string' } }, { b: 1 }, 'b must be a string'],
  [{ patternProperties: { '^n': { type: 'number' } }, additionalProperties: false }, { n1: 1 }, 'fits'],
  [{ patternProperties: { '^n': { type: 'number' } } }, { n1: 'x' }, 'n1 must be a number'],
  [{ minProperties: 1 }, {}, 'must have at least 1 property'],
  [{ maxProperties: 1 }, { a: 1, b: 1 }, 'must have at most 1 property'],
  [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, 'has a property "ab", but its name must have at most 1 character'],
  [{ dependentRequired: { a: ['b'] } }, { a: 1 }, 'must have the property "b", which "a" needs'],
  [{ dependentSchemas: { a: { required: ['b'] } } }, { a: 1 }, 'must have the property "b"'],
  [{ not: { type: 'string' } }, 'a', 'must not fit the schema under not'],
  [{ allOf: [{}, { properties: { a: { type: 'string' } } }] }, { a: 1 }, 'a must be a string'],
  [
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    1,
    'fits none of the 2 schemas that are allowed here; by the first of them it must be a string',
  ],
  [{ anyOf: [{ type: 'string' }, { properties: { a: { type: 'string' } } }] }, { a: 1 }, 'a must be a string'],
  [
    { oneOf: [{ type: 'number' }, { type: 'integer' }] },
    1,
    'fits more than one of the schemas of which exactly one may fit',
  ],
  [{ oneOf: [{ type: 'number' }, { type: 'integer' }] }, 1.5, 'fits'],
  [{ if: { type: 'string' }, else: { minimum: 5 } }, 1, 'must be at least 5'],
  [{ properties: { a: false } }, { a: 1 }, 'a is not allowed'],
  [{ properties: { next: { $ref: '#' } }, type: 'object' }, { next: { next: 1 } }, 'next.next must be an object'],
  [{ minimum: 5, minLength: 5, minItems: 5, required: ['a'] }, null, 'fits'],
];

test('what does not fit is named with its place and what was expected there', () => {
  for (const [schema, value, expected] of sentences)
    assert.equal(say(schema, value), expected, `${JSON.stringify(schema)} on ${JSON.stringify(value)}`);
});

const formats: Record<string, { good: string[]; bad: string[] }> = {
  date: {
    good: ['2024-02-29', '2000-02-29'],
    bad: ['2026-02-29', '1900-02-29', '2026-13-01', '2026-1-1', '2026-04-31'],
  },
  time: {
    good: ['09:30:00Z', '23:59:60Z', '00:59:60+01:00'],
    bad: ['09:30:00', '24:00:00Z', '09:30:60Z', '09:30:00+24:00'],
  },
  'date-time': {
    good: ['2026-03-01T09:30:00.5+02:00'],
    bad: ['2030-02-30T00:00:00Z', '2026-03-01', '2026-03-01T09:30:00'],
  },
  duration: { good: ['PT15M', 'P1Y2M3DT4H', 'P2W'], bad: ['P', 'PT', '15M', 'P1W2D', 'PT1.5S'] },
  email: { good: ['a.b+c@example.com'], bad: ['a@', '@b', 'a b@c', 'a..b@c', `a@${'b'.repeat(64)}`] },
  hostname: { good: ['www.example.com', 'a'], bad: ['-a', 'a-', 'a..b', '', 'a_b', 'a'.repeat(64)] },
  ipv4: { good: ['192.0.2.1', '0.0.0.0'], bad: ['256.0.0.1', '1.2.3', '1.2.3.4.', '01.2.3.4'] },
  ipv6: {
    good: ['::', '::1', '2001:db8::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '1::8'],
    bad: [':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', 'g::', '::1.2.3', '1:2:3:4:5:6:7:8::'],
  },
  uri: {
    good: ['https://a.b/c?d=e#f', 'urn:isbn:1', 'http://[::1]:80/', 'http://u:p@h/%20'],
    bad: ['/a', 'http://a b', 'http://[::g]/', 'a:%zz', ':a', '1a:b'],
  },
  'uri-reference': { good: ['/a?b#c', '', 'a', '//h/p'], bad: ['a b', '%', '\\'] },
  uuid: { good: ['0B8f2c1e-8a43-4a5e-9d40-0d8a0c1c2b11'], bad: ['0b8f2c1e8a434a5e9d400d8a0c1c2b11', 'g'] },
  'json-pointer': { good: ['', '/a/0', '/~0~1'], bad: ['a', '/~', '/~2'] },
};

test('a format takes what is one, and nothing that only looks like one', () => {
  for (const [format, { good, bad }] of Object.entries(formats)) {
    for (const text of good) assert.equal(say({ format }, text), 'fits', `${format} ${text}`);
    for (const text of bad) assert.notEqual(say({ format }, text), 'fits', `${format} ${text}`);
    assert.notEqual(say({ format }, `/${'a'.repeat(schemaBounds.formatLengthMax)}`), 'fits', format);
  }
});

/** Schemas d0, d1, .. that each lead to the next one. */
function chainOf(length: number, step: (next: Json, level: number) => JsonObject): JsonObject {
  const $defs: JsonObject = {};
  for (let level = 0; level < length; level += 1)
    $defs[`d${level}`] = step({ $ref: `#/$defs/d${(level + 1) % length}` }, level);
  return { $ref: '#/$defs/d0', $defs };
}

test('a schema that branches and branches again ends with its budget', () => {
  const { verdict, cost } = check(
    chainOf(25, (next, level) => ({ anyOf: level < 24 ? [next, next] : [false] })),
    5,
  );
  assert.deepEqual({ verdict, cost }, { verdict: { kind: 'too much work' }, cost: schemaBounds.schemaCostPerValueMax });
});

test('a value that is nested deeper than the stack should bear is too much work, never a fault', () => {
  const chain = chainOf(30, (next, level) => ({ [level < 29 ? 'not' : 'items']: next }));
  let value: Json = 1;
  for (let depth = 0; depth < valueBounds.jsonDepthMax; depth += 1) value = [value];
  assert.equal(check(chain, value).verdict.kind, 'too much work');
});

test('a check costs in proportion to the value: nothing compares every pair', () => {
  const objects = (count: number): Json => Array.from({ length: count }, (_, n) => ({ a: n, b: [n] }));
  const wide = (count: number): Json => Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, n]));
  const cases: [string, JsonObject, (count: number) => Json][] = [
    ['unique objects', { uniqueItems: true }, objects],
    ['wide objects', { additionalProperties: { type: 'integer' }, propertyNames: { pattern: '^p' } }, wide],
    ['long texts', { pattern: '^(x+)+$', minLength: 5, format: 'uri' }, (count) => 'x'.repeat(count)],
  ];
  for (const [title, schema, make] of cases) {
    const [once, twice] = [check(schema, make(1_000)).cost, check(schema, make(2_000)).cost];
    assert.ok(twice < 2.2 * once, `${title}: ${once}, then ${twice} for twice as much`);
  }
});

test('a payload of full size with an ordinary schema needs a fraction of the budget', () => {
  const line = {
    type: 'object',
    required: ['sku', 'count'],
    properties: { sku: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{4}$' }, count: { type: 'integer', minimum: 1 } },
  };
  const lines: Json = Array.from({ length: 7_000 }, (_, n) => ({ sku: 'AB-1234', count: n + 1 }));
  const { verdict, cost } = check({ type: 'array', items: line }, lines);
  assert.equal(verdict.kind, 'fits');
  assert.ok(JSON.stringify(lines).length > 0.8 * valueBounds.payloadSizeBytesMax);
  assert.ok(cost < schemaBounds.schemaCostPerValueMax / 4, `a cost of ${cost}`);
});

test('the largest enum against the largest value is compared once, not for every place', () => {
  const members: Json[] = Array.from({ length: 800 }, (_, n) => ({
    kind: 'member',
    list: [n, n, n],
    text: 'x'.repeat(20),
  }));
  const value: Json = { kind: 'member', list: [1, 1, 2], text: 'x'.repeat(20) };
  const { verdict, cost } = check({ enum: members }, value);
  assert.equal(verdict.kind, 'misfit');
  assert.ok(cost < 30_000, `a cost of ${cost}`);
});
