import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemaBounds } from '#domain/bounds/schema.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { checkedKeywords, notes } from './keywords.ts';
import { readSchema } from './read-schema.ts';

/** The places of all faults with their sentences. */
function faultsOf(schema: JsonObject): string[] {
  return readSchema(schema).faults.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const refused: { title: string; schema: JsonObject; path: string; says: RegExp }[] = [
  {
    title: 'an address of its own, even that of the meta-schema',
    schema: { $id: 'https://json-schema.org/draft/2020-12/schema' },
    path: '$id',
    says: /leave it out.*"#\/\$defs\/name"/,
  },
  { title: 'a check that ends later', schema: { $async: true, type: 'string' }, path: '$async', says: /leave it out/ },
  { title: 'an anchor', schema: { $defs: { a: { $anchor: 'x' } } }, path: '$defs.a.$anchor', says: /by its place/ },
  { title: 'a dynamic reference', schema: { $dynamicRef: '#x' }, path: '$dynamicRef', says: /write \$ref/ },
  { title: 'a dynamic anchor', schema: { $dynamicAnchor: 'x' }, path: '$dynamicAnchor', says: /by its place/ },
  {
    title: 'another dialect',
    schema: { $schema: 'http://json-schema.org/draft-07/schema#' },
    path: '$schema',
    says: /2020-12/,
  },
  {
    title: 'a reference to another document',
    schema: { $ref: 'https://example.com/a.json' },
    path: '$ref',
    says: /same schema/,
  },
  { title: 'a reference to an anchor', schema: { $ref: '#name' }, path: '$ref', says: /"#\/\$defs\/name"/ },
  { title: 'a reference to nothing', schema: { $ref: '#/$defs/lost' }, path: '$ref', says: /not there/ },
  { title: 'a reference that is no pointer', schema: { $ref: '#/%E0%A4%A' }, path: '$ref', says: /JSON pointer/ },
  {
    title: 'a reference to what is no schema',
    schema: { properties: { a: { $ref: '#/properties' } } },
    path: 'properties.a.$ref',
    says: /no schema/,
  },
  { title: 'a schema that is itself', schema: { $ref: '#' }, path: '', says: /leads back to itself/ },
  {
    title: 'two schemas that are each other',
    schema: { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
    path: '$defs.a',
    says: /leads back to itself without going into a part/,
  },
  {
    title: 'a circle by way of not, if, and dependent schemas',
    schema: {
      $defs: {
        a: { not: { if: true, else: { $ref: '#/$defs/b' } } },
        b: { dependentSchemas: { x: { anyOf: [true, { $ref: '#/$defs/a' }] } } },
      },
    },
    path: '$defs.a',
    says: /leads back to itself/,
  },
  {
    title: 'a keyword of another draft',
    schema: { properties: { a: { definitions: {} } } },
    path: 'properties.a.definitions',
    says: /write \$defs/,
  },
  {
    title: 'a keyword of OpenAPI',
    schema: { type: 'string', nullable: true },
    path: 'nullable',
    says: /\["string", "null"\]/,
  },
  { title: 'a mistyped keyword', schema: { maxlength: 3 }, path: 'maxlength', says: /write maxLength/ },
  { title: 'a keyword of nobody', schema: { 'x-order': 3 }, path: 'x-order', says: /description or \$comment/ },
  { title: 'a type of nobody', schema: { type: 'sausage' }, path: 'type', says: /"sausage" is no type; there are/ },
  { title: 'no type at all', schema: { type: [] }, path: 'type', says: /at least one/ },
  {
    title: 'a format that is not checked',
    schema: { format: 'int64' },
    path: 'format',
    says: /minimum and maximum.*known are/,
  },
  {
    title: 'required as a property of the property',
    schema: { properties: { a: { required: true } } },
    path: 'properties.a.required',
    says: /beside properties/,
  },
  {
    title: 'an exclusive bound of draft 4',
    schema: { exclusiveMinimum: true },
    path: 'exclusiveMinimum',
    says: /the bound itself/,
  },
  { title: 'a list of schemas under items', schema: { items: [{}] }, path: 'items', says: /prefixItems/ },
  { title: 'a count below nothing', schema: { minLength: -1 }, path: 'minLength', says: /whole number/ },
  { title: 'multiples of nothing', schema: { multipleOf: 0 }, path: 'multipleOf', says: /above 0/ },
  { title: 'an enum of nothing', schema: { enum: [] }, path: 'enum', says: /at least one/ },
  {
    title: 'a schema that is a number',
    schema: { properties: { a: 5 } },
    path: 'properties.a',
    says: /an object, true or false, not 5/,
  },
  { title: 'else without if', schema: { else: {} }, path: 'else', says: /without if/ },
  { title: 'if without then', schema: { if: {} }, path: 'if', says: /write then or else/ },
  { title: 'minContains without contains', schema: { minContains: 2 }, path: 'minContains', says: /without contains/ },
  { title: 'a pattern that looks ahead', schema: { pattern: '(?=a)' }, path: 'pattern', says: /look ahead/ },
  {
    title: 'a name pattern that is none',
    schema: { patternProperties: { '(': true } },
    path: 'patternProperties.(',
    says: /not a regular expression/,
  },
];

for (const { title, schema, path, says } of refused) {
  test(`refused at its place, with what to write instead: ${title}`, () => {
    const [fault, ...more] = readSchema(schema).faults;
    assert.deepEqual(more, []);
    assert.equal(fault?.path.join('.'), path);
    assert.match(fault?.message ?? '', says);
  });
}

test('every fault of a schema is named at once', () => {
  assert.equal(faultsOf({ $id: 'x', type: 'sausage', properties: { a: { pattern: '(' } } }).length, 3);
});

test('a schema may repeat itself inside a part of the value, and refer to any schema of its own', () => {
  const schemas: JsonObject[] = [
    { type: 'object', properties: { next: { $ref: '#' } } },
    { $defs: { tree: { items: { $ref: '#/$defs/tree' } } }, $ref: '#/$defs/tree' },
    { properties: { a: { type: 'string' }, b: { $ref: '#/properties/a' } } },
    {
      $defs: { 'a/b~c d': {}, all: true, none: false },
      anyOf: [{ $ref: '#/$defs/a~1b~0c%20d' }, { $ref: '#/$defs/all' }],
    },
    { prefixItems: [{ type: 'string' }], items: { $ref: '#/prefixItems/0' } },
    { propertyNames: { $ref: '#/$defs/name' }, $defs: { name: { pattern: '^a' } } },
  ];
  for (const schema of schemas) assert.deepEqual(faultsOf(schema), [], JSON.stringify(schema));
});

test('a chain of schemas about one value is bounded', () => {
  const chain = (length: number) => {
    const $defs: JsonObject = {};
    for (let n = 0; n < length; n += 1) $defs[`d${n}`] = n + 1 < length ? { $ref: `#/$defs/d${n + 1}` } : {};
    return { $defs };
  };
  assert.deepEqual(faultsOf(chain(schemaBounds.schemaChainMax)), []);
  assert.match(faultsOf(chain(schemaBounds.schemaChainMax + 2)).join(), /more than 64 schemas/);
  assert.match(faultsOf(chain(2_000)).join(), /more than 64 schemas/);
});

test('the patterns of one schema are bounded together, and one that comes again counts once', () => {
  const many = Array.from({ length: 30 }, (_, n) => ({ pattern: `[a-z]{900}${n}` }));
  assert.match(faultsOf({ allOf: many }).join(), /patterns of this schema are too large together/);
  assert.deepEqual(faultsOf({ allOf: Array.from({ length: 30 }, () => ({ pattern: '[a-z]{900}' })) }), []);
});

test('every declared keyword is read', () => {
  const rest: Record<string, JsonObject> = {
    minContains: { contains: {} },
    maxContains: { contains: {} },
    if: { else: {} },
    // biome-ignore lint/suspicious/noThenProperty: it is the name of the keyword
    then: { if: {} },
    else: { if: {} },
  };
  const samples: Json[] = [
    '#/$defs/a',
    'https://json-schema.org/draft/2020-12/schema',
    'date',
    'string',
    1,
    true,
    ['a'],
    [{}],
    {},
  ];
  for (const keyword of [...checkedKeywords, ...notes]) {
    const isRead = samples.some(
      (sample) => faultsOf({ $defs: { a: {} }, ...rest[keyword], [keyword]: sample }).length === 0,
    );
    assert.ok(isRead, keyword);
  }
});
