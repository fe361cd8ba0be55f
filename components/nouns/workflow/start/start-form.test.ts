import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf, placeRefusals, readForm, typedAtFirst } from './start-form.ts';

const variables = {
  repo: { type: 'string', required: true },
  minCoverage: { type: 'number', default: 80 },
  shards: { type: 'integer' },
  isDry: { type: 'boolean', default: false },
  owners: { type: 'array' },
  settings: { type: 'object', default: { depth: 1 } },
};
const fields = fieldsOf({ name: 'review', variables });

test('a workflow without variables has an empty form', () => {
  assert.deepEqual(fieldsOf({ name: 'bare', tasks: [] }), []);
  assert.deepEqual(fieldsOf(null), []);
  assert.deepEqual(readForm([], {}), { ok: true, variables: {} });
});

test('the form begins with every default', () => {
  assert.deepEqual(typedAtFirst(fields), {
    repo: '',
    minCoverage: '80',
    shards: '',
    isDry: 'false',
    owners: '',
    settings: '{\n  "depth": 1\n}',
  });
});

test('what is typed becomes values of the declared types', () => {
  const typed = { repo: '42', minCoverage: ' 81.5 ', shards: '3', isDry: 'true', owners: '["ops"]', settings: '{}' };
  assert.deepEqual(readForm(fields, typed), {
    ok: true,
    variables: { repo: '42', minCoverage: 81.5, shards: 3, isDry: true, owners: ['ops'], settings: {} },
  });
});

test('a field left empty is not given, so that its default counts', () => {
  assert.deepEqual(readForm(fields, { repo: 'main' }), { ok: true, variables: { repo: 'main' } });
});

test('every field says itself what is wrong with it', () => {
  const typed = { minCoverage: 'high', shards: '1.5', owners: '{"a": 1}', settings: '{' };
  const read = readForm(fields, typed);
  assert.deepEqual(read, {
    ok: false,
    problems: {
      repo: 'This variable is required.',
      minCoverage: 'This is not a number: write digits, with a point for fractions.',
      shards: 'This is not a whole number.',
      owners: 'This is not a JSON list: [value, value].',
      settings: 'This is not a JSON object: { "name": value }.',
    },
  });
});

test('a variable with listed values is chosen from them', () => {
  const [field] = fieldsOf({ variables: { stage: { type: 'string', enum: ['test', 'live'], default: 'test' } } });
  assert.ok(field !== undefined);
  assert.deepEqual(typedAtFirst([field]), { stage: '"test"' });
  assert.deepEqual(readForm([field], { stage: '"live"' }), { ok: true, variables: { stage: 'live' } });
});

test('a refusal of the API stands at the variable that it names', () => {
  const refusals = [
    { message: 'repo must be a string, not 4', path: ['variables', 'repo'] },
    { message: 'shards is too large', path: ['input', 'variables', 'shards'] },
    { message: 'review has no variable gone', path: ['variables', 'gone'] },
    { message: 'the tenant has no room for more jobs', path: null },
  ];
  assert.deepEqual(placeRefusals(refusals, fields), {
    byField: { repo: 'repo must be a string, not 4', shards: 'shards is too large' },
    rest: ['review has no variable gone', 'the tenant has no room for more jobs'],
  });
});
