import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { definitionPlace, stepIdsIn } from './definition-place.ts';
import { definitionWords, meaningAt } from './definition-words.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../domain/workflow/workflow-1.json'), 'utf8'),
);
const tasks = [{ name: 'ship-parcel', description: 'Hands a parcel over.' }];

/** The words offered where `|` stands. */
function offeredAt(text: string): string[] {
  const before = text.slice(0, text.indexOf('|')).split('\n');
  const place = definitionPlace(before);
  if (place === undefined) return [];
  const stepIds = stepIdsIn(text);
  return definitionWords(place, { schema, tasks, queues: ['reports'], stepIds }).map(({ word }) => word);
}

test('an empty definition is begun with its own keys', () => {
  assert.deepEqual(offeredAt('|'), ['name', 'description', 'variables', 'limits', 'onFailure', 'tasks', 'layout']);
});

test('a step is offered its fields, and its type the tasks of the tenant', () => {
  assert.ok(offeredAt('tasks:\n  - |').includes('dependencies'));
  assert.ok(offeredAt('tasks:\n  - id: a\n    |').includes('retry'));
  assert.deepEqual(offeredAt('tasks:\n  - id: a\n    type: |'), ['ship-parcel']);
  assert.deepEqual(offeredAt('tasks:\n- id: a\n  type: sh|'), ['ship-parcel']);
  assert.deepEqual(offeredAt('tasks:\n  - { id: a, type: |'), ['ship-parcel']);
});

test('a dependency is offered the steps of the text', () => {
  const steps = 'tasks:\n  - id: first\n    type: x\n  - id: second\n    ';
  assert.deepEqual(offeredAt(`${steps}dependencies: [|`), ['first', 'second']);
  assert.deepEqual(offeredAt(`${steps}dependencies: [first, |`), ['first', 'second']);
  assert.deepEqual(offeredAt(`${steps}dependencies: [{ task: |`), ['first', 'second']);
  assert.ok(offeredAt(`${steps}dependencies:\n      - |`).includes('first'));
});

test('a queue is offered those of the tenant, and what undoes a step its tasks', () => {
  assert.deepEqual(offeredAt('tasks:\n  - id: a\n    queue: |'), ['reports']);
  assert.deepEqual(offeredAt('tasks:\n  - id: a\n    compensate: |'), ['ship-parcel']);
});

test('a field says what it means as the schema does', () => {
  assert.match(meaningAt(schema, ['tasks', '-', 'resources']) ?? '', /pools/);
  assert.match(meaningAt(schema, ['limits', 'maxIterations']) ?? '', /\w/);
  assert.equal(meaningAt(schema, ['tasks', '-', 'nothing']), undefined);
});

test('a word of a few is chosen from them', () => {
  const start = 'tasks:\n  - id: a\n    ';
  assert.deepEqual(offeredAt('onFailure: |'), ['fail', 'cancel', 'continue']);
  assert.deepEqual(offeredAt(`${start}retry:\n      strategy: |`), ['FIXED', 'LINEAR', 'EXPONENTIAL']);
  assert.deepEqual(offeredAt(`${start}retry: { maxAttempts: 3, strategy: |`), ['FIXED', 'LINEAR', 'EXPONENTIAL']);
  assert.deepEqual(offeredAt(`${start}dependencies: [{ task: a, on: |`).slice(0, 2), ['success', 'failure']);
  assert.ok(offeredAt(`${start}timeout: |`).includes('PT5M'));
});

test('a variable is offered its fields, on a line of its own and in braces', () => {
  assert.deepEqual(offeredAt('variables:\n  repo:\n    |'), ['type', 'required', 'default']);
  assert.deepEqual(offeredAt('variables:\n  repo: { |'), ['type', 'required', 'default']);
  assert.ok(offeredAt('variables:\n  repo: { type: |').includes('string'));
  assert.deepEqual(offeredAt('variables:\n  repo: { type: string, required: |'), ['true', 'false']);
});

test('a comment and a free text are offered nothing', () => {
  assert.deepEqual(offeredAt('# a |'), []);
  assert.deepEqual(offeredAt('name: |'), []);
});

test('the ids of steps are found in a text that cannot be read yet', () => {
  assert.deepEqual(stepIdsIn('tasks:\n  - id: a\n  - { id: "b c", type: x }\n  - id: a\n    type: ['), ['a', 'b c']);
});

test('no text makes it fail', () => {
  const letters = fc.array(fc.constantFrom('tasks', ':', ' ', '\n', '-', '{', '}', '[', ']', ',', 'id', '"', '#'));
  fc.assert(
    fc.property(letters, (parts) => {
      offeredAt(`${parts.join('')}|`);
    }),
  );
});
