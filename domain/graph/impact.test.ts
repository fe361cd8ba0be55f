import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan } from '#domain/workflow/plan.ts';
import { impactOf } from './impact.ts';

const parsed = parseDefinition({
  yaml: `
name: release
variables: { limit: { type: number, default: 80 }, coverage: { type: number, default: 0 } }
tasks:
  - { id: test, type: T, output: { coverage: result.coverage } }
  - { id: ship, type: T, dependencies: [test], condition: vars.coverage > vars.limit }
  - { id: tell, type: T, dependencies: [ship], params: { text: "\${{ tasks.test.state }}" } }
  - { id: report, type: T, dependencies: [{ task: test, on: completion }], params: { reached: "\${{ vars.coverage }}" } }
  - { id: alone, type: T }
`,
});
assert.ok(parsed.ok);
const plan = compilePlan(parsed.definition);
const told = (subject: Parameters<typeof impactOf>[1]) =>
  impactOf(plan, subject)?.map(({ stepKey, cause, of, distance }) => `${stepKey} ${cause} ${of} ${distance}`);

test('a step reaches those that wait for it, read it or read what it wrote, the nearest first', () => {
  assert.deepEqual(told({ step: 'test' }), ['ship WAITS test 1', 'report WAITS test 1', 'tell READS_STEP test 1']);
  assert.deepEqual(told({ step: 'ship' }), ['tell WAITS ship 1']);
  assert.deepEqual(told({ step: 'alone' }), []);
});

test('a variable reaches its readers, and the steps after them', () => {
  assert.deepEqual(told({ variable: 'limit' }), ['ship READS_VARIABLE limit 1', 'tell WAITS ship 2']);
  assert.deepEqual(told({ variable: 'unheard' }), []);
});

test('a step that is not there reaches nothing that could be told', () => {
  assert.equal(told({ step: 'gone' }), undefined);
});
