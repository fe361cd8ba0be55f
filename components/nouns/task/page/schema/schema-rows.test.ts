import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemaRows } from './schema-rows.ts';

test('each property of a schema is a row with what may stand there', () => {
  const { rows, isWhole } = schemaRows({
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer', minimum: 1, maximum: 9, description: 'which report' },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 3 },
      mode: { enum: ['fast', 'slow'], default: 'fast' },
    },
  });
  assert.deepEqual(
    rows.map(({ name, type, isRequired, rules }) => [name, type, isRequired, rules.join('; ')]),
    [
      ['id', 'integer', true, '1 to 9'],
      ['tags', 'list of string', false, 'at most 3 items'],
      ['mode', 'anything', false, 'one of "fast", "slow"; "fast" unless given'],
    ],
  );
  assert.deepEqual([rows[0]?.description, isWhole], ['which report', true]);
});

test('what stands inside of objects and lists follows with its way', () => {
  const inner = { type: 'object', properties: { street: { type: 'string' } } };
  const { rows } = schemaRows({
    properties: { to: inner, stops: { type: 'array', items: inner } },
  });
  assert.deepEqual(
    rows.map(({ name, depth }) => `${name} ${depth}`),
    ['to 0', 'to.street 1', 'stops 0', 'stops[].street 1'],
  );
});

test('a schema says that rows do not tell all of it', () => {
  assert.equal(schemaRows({ anyOf: [{ type: 'string' }] }).isWhole, false);
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`p${n}`, true]));
  assert.equal(schemaRows({ properties: many }).isWhole, false);
  assert.deepEqual(schemaRows({}).rows, []);
});
