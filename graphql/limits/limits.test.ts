import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { schema } from '#graphql/schema.ts';
import { rememberDocuments } from '#graphql/server/documents.ts';
import { parseWithinLimits } from './document-limits.ts';

const fields = (count: number, field: string) => Array.from({ length: count }, (_, n) => `f${n}: ${field}`).join(' ');
const nested = (depth: number) => `{ run(id: "r") ${'{ replayOf '.repeat(depth)}{ id }${' }'.repeat(depth)} }`;
const fanOut = (levels: number) =>
  `{ ...f0 } ${Array.from({ length: levels }, (_, n) => `fragment f${n} on Query { ${`...f${n + 1} `.repeat(10)} }`).join(' ')} fragment f${levels} on Query { queues { id } }`;

const attacks: { name: string; code: string; source: string }[] = [
  { name: 'a depth of 15', code: 'TOO_DEEP', source: nested(14) },
  { name: 'a depth of 400', code: 'TOO_DEEP', source: nested(400) },
  { name: '1,900 nested lists', code: 'TOO_DEEP', source: `{ job(id: ${'['.repeat(1_900)}` },
  { name: '1,000 aliases of one field', code: 'TOO_MANY_TOKENS', source: `{ ${fields(1_000, 'queues { id }')} }` },
  { name: '100 aliases of one field', code: 'TOO_MANY_ALIASES', source: `{ ${fields(100, 'queues { id }')} }` },
  {
    name: '100 aliases hidden in a fragment',
    code: 'TOO_MANY_ALIASES',
    source: `{ ...f } fragment f on Query { ${fields(100, 'queues { id }')} }`,
  },
  {
    name: '16 aliases spread over two fragments',
    code: 'TOO_MANY_ALIASES',
    source: `{ ...a ...b } fragment a on Query { ${fields(8, 'queues { id }')} } fragment b on Query { ${fields(8, 'queues { id }')} }`,
  },
  {
    name: '30 different root fields',
    code: 'TOO_MANY_ROOT_FIELDS',
    source: `{ ${Array.from({ length: 30 }, (_, n) => `unknown${n}`).join(' ')} }`,
  },
  {
    name: '11 mutations at once',
    code: 'TOO_MANY_ROOT_FIELDS',
    source: `mutation { ${fields(11, 'cancelJob(input: { id: "j" }) { userErrors { code } }')} }`,
  },
  {
    name: 'two tokens in one operation',
    code: 'TOO_MANY_ALIASES',
    source: `mutation { ${fields(2, 'createApiToken(input: { name: "n", role: ADMIN }) { plaintext }')} }`,
  },
  {
    name: '5,000 directives',
    code: 'TOO_MANY_TOKENS',
    source: `{ __typename ${'@skip(if: false) '.repeat(5_000)} }`,
  },
  { name: '60 directives', code: 'TOO_MANY_DIRECTIVES', source: `{ __typename ${'@skip(if: false) '.repeat(60)} }` },
  { name: 'a document of 5,000 tokens', code: 'TOO_MANY_TOKENS', source: `{ ${'__typename '.repeat(5_000)} }` },
  { name: 'the same field 1,900 times', code: 'TOO_MANY_ALIASES', source: `{ ${'__typename '.repeat(1_900)} }` },
  { name: 'fragments that multiply to ten million fields', code: 'TOO_MANY_ALIASES', source: fanOut(7) },
];

for (const { name, code, source } of attacks) {
  test(`${name} is refused before validation, quickly`, () => {
    const before = process.cpuUsage();
    const parsed = parseWithinLimits(source);
    assert.equal('refused' in parsed ? parsed.refused.extensions.code : 'accepted', code);
    // Processor time, not the clock: other tests share the machine.
    assert.ok(process.cpuUsage(before).user < 100_000);
  });
}

test('fragments in a circle and deep input end in an answer', () => {
  const circle = rememberDocuments(schema).read('{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }');
  assert.ok('errors' in circle);
  const deep = rememberDocuments(schema).limitBroken(`{ job(id: ${'['.repeat(3_000)}`);
  assert.equal(deep?.extensions.code, 'TOO_DEEP');
});

test('what every tool asks of a schema is within the limits', () => {
  assert.ok(
    'document' in
      rememberDocuments(schema).read(
        getIntrospectionQuery({
          descriptions: true,
          inputValueDeprecation: true,
          specifiedByUrl: true,
          schemaDescription: true,
        }),
      ),
  );
});
