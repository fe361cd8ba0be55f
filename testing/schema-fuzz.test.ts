/**
 * Goal: no schema and no value, honest or hostile, makes a check throw, run on, or change what another schema says.
 * Method: generated schemas and values in two families. Ordinary ones must get the verdict of Ajv, which knows the whole
 * of JSON Schema; hostile ones must end as a refusal or a verdict within their budget, while an honest schema that is
 * asked in between always says the same at the same cost.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { schemaBounds } from '#domain/bounds/schema.ts';
import { checkValue } from '#domain/json-schema/check-value.ts';
import { checkedKeywords } from '#domain/json-schema/keywords.ts';
import { readSchema } from '#domain/json-schema/read-schema.ts';
import { isJsonObject, type Json, type JsonObject, unfitJson } from '#domain/value/json.ts';
import { checkBudget, checkParams, checkSchema } from '#engine/task/input-schema.ts';

const rounds = 20_000;
// Less than in the product, so that many checks reach their end here.
const costMax = 40_000;
// On a busy machine a check at the full cost of a value took 31 ms of CPU at most; CPU time grows with what shares the caches.
const cpuMsMax = 1_000;

const name = fc.constantFrom('a', 'b', 'c', 'long name', '0');
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    1,
    -1,
    2.5,
    10,
    '',
    'a',
    'ab',
    'b1',
    '\u{1f600}',
    '2026-02-30',
    '2026-02-28',
  ),
  fc.integer({ min: -20, max: 20 }),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 3, arbitrary: fc.dictionary(name, tie('value'), { maxKeys: 4 }).map((object): Json => ({ ...object })) },
  ),
}));

const count = fc.integer({ min: 0, max: 3 });
const typeName = fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'string', 'integer');
const { schema } = fc.letrec<{ schema: Json; keyed: JsonObject }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const keywords: Record<string, fc.Arbitrary<Json>> = {
    type: fc.oneof(typeName, fc.uniqueArray(typeName, { minLength: 1, maxLength: 3 })),
    const: value,
    enum: fc.uniqueArray(value, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) }),
    minimum: fc.integer({ min: -5, max: 5 }),
    exclusiveMinimum: fc.integer({ min: -5, max: 5 }),
    maximum: fc.integer({ min: -5, max: 5 }),
    exclusiveMaximum: fc.integer({ min: -5, max: 5 }),
    multipleOf: fc.constantFrom(1, 2, 3, 0.5),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', 'b$', '^[a-z]*$', '\\d', '^.$', 'a|1'),
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    prefixItems: some,
    items: tie('schema'),
    contains: tie('schema'),
    minProperties: count,
    maxProperties: count,
    required: fc.uniqueArray(name, { maxLength: 2 }),
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2 }).map(plain),
    dependentSchemas: fc.dictionary(name, tie('schema'), { maxKeys: 2 }).map(plain),
    properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }).map(plain),
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'n', '\\d'), tie('schema'), { maxKeys: 2 }).map(plain),
    additionalProperties: tie('schema'),
    propertyNames: tie('schema'),
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: tie('schema'),
    title: fc.constant('a note'),
  };
  return {
    schema: fc.oneof({ maxDepth: 3 }, { weight: 1, arbitrary: fc.boolean() }, { weight: 9, arbitrary: tie('keyed') }),
    keyed: fc.oneof(
      fc
        .subarray(Object.keys(keywords), { minLength: 1, maxLength: 4 })
        .chain((chosen) =>
          fc
            .tuple(...chosen.map((keyword) => keywords[keyword] ?? fc.constant(null)))
            .map((values) => Object.fromEntries(chosen.map((keyword, n) => [keyword, values[n] ?? null]))),
        ),
      fc.tuple(tie('schema'), tie('schema'), tie('schema')).map(([condition, yes, no]) =>
        Object.fromEntries([
          ['if', condition],
          ['then', yes],
          ['else', no],
        ]),
      ),
      // Within a part of the value, so that the circle is an honest one.
      fc.constantFrom<JsonObject>({ items: { $ref: '#' } }, { properties: { a: { $ref: '#' } } }),
    ),
  };
});

function plain(object: Record<string, Json>): Json {
  return { ...object };
}

/**
 * The verdict of Ajv, or none: it cannot run some of the functions that it writes, and beside prefixItems it lets a list
 * pass that holds nothing of what it has to contain.
 */
function ajvOf(one: JsonObject): (value: Json) => boolean | undefined {
  const text = JSON.stringify(one);
  if (text.includes('"prefixItems"') && text.includes('"contains"')) return () => undefined;
  const accepts = new Ajv2020({ strict: false, logger: false, validateSchema: false, meta: false }).compile(one);
  return (each) => {
    try {
      return accepts(each);
    } catch (fault) {
      if (fault instanceof ReferenceError || fault instanceof TypeError) return undefined;
      throw fault;
    }
  };
}

test('ordinary schemas and values get the verdict of Ajv', () => {
  let fitting = 0;
  fc.assert(
    fc.property(schema.filter(isJsonObject), fc.array(value, { minLength: 1, maxLength: 3 }), (one, values) => {
      const { plan, faults } = readSchema(one);
      assert.ok(plan !== undefined, `${JSON.stringify(one)}: ${JSON.stringify(faults)}`);
      const accepts = ajvOf(one);
      for (const each of values) {
        const { verdict } = checkValue(plan, each, schemaBounds.schemaCostPerValueMax);
        const theirs = accepts(each);
        if (theirs === undefined) continue;
        if (theirs) fitting += 1;
        assert.equal(verdict.kind, theirs ? 'fits' : 'misfit', `${JSON.stringify(one)} on ${JSON.stringify(each)}`);
      }
    }),
    // Compiling is what takes Ajv its time.
    { numRuns: 1_000 },
  );
  assert.ok(fitting > 500, `${fitting} values fit, so both verdicts were met`);
});

const refused = [
  '$id',
  '$async',
  '$anchor',
  '$dynamicRef',
  '$dynamicAnchor',
  '$recursiveRef',
  '$vocabulary',
  'definitions',
  'nullable',
];
const keyword = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<string>(...checkedKeywords) },
  { weight: 1, arbitrary: fc.constantFrom(...refused) },
  { weight: 1, arbitrary: fc.string() },
);
const reference = fc.constantFrom(
  '#',
  '#/$defs/a',
  '#/$defs/b',
  '#/items',
  '#/anyOf/0',
  '#a',
  'other.json',
  'https://json-schema.org/draft/2020-12/schema',
  '#/%',
  '#/$defs/~2',
);
const pattern = fc.constantFrom(
  '^(a+)+$',
  '(a|a)*$',
  '(?=a)',
  '(',
  '[\\p{L}]{900}',
  '(x{99}){99}',
  '(.*)*b',
  '',
  'a{0,400}b{0,400}$',
);
const hostileText = fc.oneof(
  fc
    .tuple(fc.constantFrom('a', 'ab', '\u{1f600}', '/', '1', '%', '::'), fc.constantFrom(1, 30, 3_000))
    .map(([text, times]) => `${text.repeat(times)}!`),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const number = fc.oneof(
  fc.constantFrom(0, -0, -1, 1e308, 5e-324, 1e-300, 0.1, 2 ** 53, 99_999_999),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { anything } = fc.letrec<{ anything: Json }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 3 },
    {
      weight: 2,
      arbitrary: fc.oneof<fc.Arbitrary<Json>[]>(
        scalar,
        number,
        hostileText,
        pattern,
        reference,
        typeName,
        fc.constantFrom('date', 'uri', 'email', 'ipv6', 'duration', 'int32'),
      ),
    },
    { weight: 1, arbitrary: fc.array(tie('anything'), { maxLength: 5 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(40, 400).map((length): Json => Array.from({ length }, (_, n) => ({ n: n % 300 }))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(40, 400)
        .map((length): Json => Object.fromEntries(Array.from({ length }, (_, n) => [`p${n}`, n]))),
    },
    { weight: 6, arbitrary: fc.dictionary(fc.oneof(keyword, name), tie('anything'), { maxKeys: 6 }).map(plain) },
  ),
}));
/** Branches that double at each level, over a way that may or may not consume the value. */
const doubling = fc
  .tuple(
    fc.constantFrom(
      'anyOf',
      'oneOf',
      'allOf',
      'not',
      'items',
      'properties',
      'contains',
      'propertyNames',
      'dependentSchemas',
    ),
    fc.constantFrom(2, 12, 40, 90),
    fc.constantFrom<Json>(true, false, { type: 'string' }, { $ref: '#/$defs/d0' }),
  )
  .map(([by, levels, last]): JsonObject => {
    const $defs: JsonObject = {};
    for (let level = 0; level < levels; level += 1) {
      const next: Json = level + 1 < levels ? { $ref: `#/$defs/d${level + 1}` } : last;
      const named: Json = { a: next, b: next };
      $defs[`d${level}`] =
        by === 'properties' || by === 'dependentSchemas'
          ? { [by]: named }
          : ['anyOf', 'oneOf', 'allOf'].includes(by)
            ? { [by]: [next, next] }
            : { [by]: next, allOf: [{ [by]: next }] };
    }
    return { $ref: '#/$defs/d0', $defs };
  });
const hostileSchema = fc.oneof<fc.Arbitrary<Json>[]>(
  fc.dictionary(keyword, anything, { minKeys: 1, maxKeys: 8 }).map(plain),
  doubling,
  fc.tuple(schema, doubling).map(([one, other]): Json => ({ anyOf: [one, { properties: { a: one }, ...other }] })),
  // Honest schemas with patterns and references of the dishonest kind.
  fc.tuple(pattern, reference, keyword).map(
    ([source, target, odd]): Json => ({
      pattern: source,
      patternProperties: { [source]: {} },
      items: { $ref: target },
      $defs: { a: { allOf: [{ $ref: target }] }, b: { [odd]: {} } },
    }),
  ),
);

test('no schema throws, runs on, or changes what another schema says', () => {
  const witness: JsonObject = {
    type: 'object',
    required: ['a'],
    properties: { a: { $ref: '#/$defs/n' } },
    $defs: { n: { type: 'integer', minimum: 1 } },
  };
  const witnesses: JsonObject[] = [{ a: 1 }, { a: 0 }, {}];
  const before = witnesses.map((each) => checkParams(witness, each, ['params'], checkBudget()));
  let registered = 0;
  let exhausted = 0;
  fc.assert(
    fc.property(
      hostileSchema,
      fc.array(fc.oneof(anything, value), { minLength: 1, maxLength: 2 }),
      (hostile, values) => {
        const startedAt = process.cpuUsage();
        const refusals = checkSchema(hostile, ['inputSchema']);
        for (const { code, message, path } of refusals)
          assert.ok(['BAD_INPUT', 'TOO_LARGE'].includes(code) && message !== '' && path[0] === 'inputSchema');
        if (refusals.length === 0) registered += 1;
        // As if it had been stored before anybody looked.
        for (const each of values) {
          if (!isJsonObject(hostile)) break;
          const budget = checkBudget(costMax);
          const outcome = checkParams(hostile, each, ['params'], budget);

          if (refusals.length > 0 && unfitJson(hostile) === undefined) assert.equal(outcome.ok, false);
          if (!outcome.ok) assert.equal(outcome.refusals[0]?.code, 'PARAMS_INVALID');
          if (!outcome.ok && /too much work/.test(outcome.refusals[0]?.message ?? '')) exhausted += 1;
        }
        const used = process.cpuUsage(startedAt);
        assert.ok((used.user + used.system) / 1_000 < cpuMsMax, `${JSON.stringify(hostile).slice(0, 2_000)}`);
        const now = witnesses.map((each) => checkParams(witness, each, ['params'], checkBudget()));
        assert.deepEqual(now, before);
      },
    ),
    { numRuns: rounds },
  );
  assert.ok(registered > rounds / 20, `${registered} schemas were taken`);
  assert.ok(exhausted > 0, 'some checks used up their budget');
});
