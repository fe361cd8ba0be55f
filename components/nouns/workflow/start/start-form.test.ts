import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variablesSchema } from '#components/kit/form/schema/variables-schema.ts';
import { problemsInStart, takesVariables, variableProblems, variablesAtFirst } from './start-form.ts';

const variables = {
  repo: { type: 'string', required: true },
  minCoverage: { type: 'number', default: 80 },
  shards: { type: 'integer' },
  isDry: { type: 'boolean', default: false },
  owners: { type: 'array' },
  settings: { type: 'object', default: { depth: 1 } },
};
const schema = variablesSchema({ name: 'review', variables });
const problems = (values: unknown) =>
  variableProblems(schema, JSON.stringify(values)).map(({ path, message }) => [path.join('.'), message]);

test('a workflow without variables has an empty form', () => {
  for (const definition of [{ name: 'bare', tasks: [] }, null]) {
    const bare = variablesSchema(definition);
    assert.equal(takesVariables(bare), false);
    assert.equal(variablesAtFirst(bare), '{}');
    assert.deepEqual(variableProblems(bare, '{}'), []);
  }
});

test('the form begins with every default', () => {
  assert.deepEqual(JSON.parse(variablesAtFirst(schema)), { minCoverage: 80, isDry: false, settings: { depth: 1 } });
});

test('a run that is repeated begins with what the first one was given, and with no default beside it', () => {
  const given = { repo: 'main', shards: 2, minCoverage: null };
  assert.deepEqual(JSON.parse(variablesAtFirst(schema, given)), { repo: 'main', shards: 2 });
});

test('a variable left empty or null is not given, so that its default counts', () => {
  assert.deepEqual(problems({ repo: 'main', minCoverage: null }), []);
  assert.deepEqual(problems({ repo: null }), [['repo', 'This variable is required.']]);
});

test('values of the declared types are taken', () => {
  const typed = { repo: '42', minCoverage: 81.5, shards: 3, isDry: true, owners: ['ops'], settings: {} };
  assert.deepEqual(problems(typed), []);
});

test('every variable says itself what is wrong with it', () => {
  assert.deepEqual(problems({ minCoverage: 'high', shards: 1.5, owners: { a: 1 }, settings: '{', isDry: 'no' }), [
    ['repo', 'This variable is required.'],
    ['minCoverage', 'This is not a number: write digits, with a point for fractions.'],
    ['shards', 'This is not a whole number.'],
    ['isDry', 'Choose true or false.'],
    ['owners', 'This is not a JSON list: [value, value].'],
    ['settings', 'This is not a JSON object: { "name": value }.'],
  ]);
});

test('a variable with listed values takes only those', () => {
  const stages = variablesSchema({ variables: { stage: { type: 'string', enum: ['test', 'live'], default: 'test' } } });
  assert.deepEqual(variableProblems(stages, '{"stage": "live"}'), []);
  assert.deepEqual(
    variableProblems(stages, '{"stage": "home"}').map(({ path }) => path),
    [['stage']],
  );
});

test('looked at as JSON, the problems are said with their names, and what is no object is said to be none', () => {
  const said = problemsInStart(schema, { variables: '{"shards": 1.5}', idempotencyKey: '' });
  assert.equal(said.variables, 'repo: This variable is required. shards: This is not a whole number.');
  const none = problemsInStart(schema, { variables: '[1]', idempotencyKey: '' });
  assert.equal(none.variables, 'Variables are one JSON object: { "name": value }.');
});
