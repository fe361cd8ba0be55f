import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import { diffDefinitions, isNoDiff } from './diff-definitions.ts';

function normal(yaml: string): JsonObject {
  const parsed = parseDefinition({ yaml });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return printDefinition(parsed.definition);
}

const before = normal(`
name: release
description: Ships it
variables: { tag: { type: string }, old: { type: number } }
limits: { maxConcurrentTasks: 5 }
tasks:
  - { id: build, type: BUILD, params: { a: 1, b: [1, 2] } }
  - { id: lint, type: LINT }
  - { id: ship, type: SHIP, dependencies: [build, lint], timeout: PT1M }
`);
const after = normal(`
name: release
variables: { tag: { type: string, default: latest }, fresh: { type: boolean } }
limits: { maxConcurrentTasks: 5, maxExecutionTime: PT1H }
onFailure: continue
tasks:
  - { id: ship, type: SHIP2, dependencies: [{ task: build, condition: vars.fresh }, test], retry: { maxAttempts: 2 } }
  - { id: test, type: TEST, dependencies: [{ task: build, on: completion }] }
  - { id: build, type: BUILD, params: { b: [1, 2], a: 1 } }
`);

test('two definitions that mean the same differ in nothing, whatever the order of their steps and fields', () => {
  const turned: JsonObject = { ...before, tasks: Array.isArray(before.tasks) ? before.tasks.toReversed() : [] };
  assert.ok(isNoDiff(diffDefinitions(before, turned)));
});

test('steps that came, went and changed are told with their fields', () => {
  assert.deepEqual(diffDefinitions(before, after).steps, [
    {
      name: 'ship',
      change: 'CHANGED',
      fields: [
        { field: 'type', change: 'CHANGED', before: 'SHIP', after: 'SHIP2' },
        { field: 'retry', change: 'ADDED', before: undefined, after: { maxAttempts: 2 } },
        { field: 'timeout', change: 'REMOVED', before: 'PT1M', after: undefined },
      ],
    },
    { name: 'test', change: 'ADDED', fields: [] },
    { name: 'lint', change: 'REMOVED', fields: [] },
  ]);
});

test('dependencies are told apart by their ends, and a condition is a change of one', () => {
  const { edges } = diffDefinitions(before, after);
  assert.deepEqual(
    edges.map(({ from, to, on, change, before: was, after: is }) => [from, to, on, change, was, is]),
    [
      ['build', 'ship', 'success', 'CHANGED', null, 'vars.fresh'],
      ['test', 'ship', 'success', 'ADDED', null, null],
      ['build', 'test', 'completion', 'ADDED', null, null],
      ['lint', 'ship', 'success', 'REMOVED', null, null],
    ],
  );
});

test('variables, limits and settings are told too', () => {
  const { variables, settings } = diffDefinitions(before, after);
  assert.deepEqual(
    variables.map(({ name, change }) => [name, change]),
    [
      ['tag', 'CHANGED'],
      ['fresh', 'ADDED'],
      ['old', 'REMOVED'],
    ],
  );
  assert.deepEqual(
    settings.map(({ field, change }) => [field, change]),
    [
      ['onFailure', 'ADDED'],
      ['limits.maxExecutionTime', 'ADDED'],
      ['description', 'REMOVED'],
    ],
  );
});

test('a difference read backwards has the same parts, the other way round', () => {
  const turned = { ADDED: 'REMOVED', REMOVED: 'ADDED', CHANGED: 'CHANGED' } as const;
  const [there, back] = [diffDefinitions(before, after), diffDefinitions(after, before)];
  for (const part of ['steps', 'variables'] as const)
    assert.deepEqual(
      new Set(back[part].map(({ name, change }) => `${name} ${change}`)),
      new Set(there[part].map(({ name, change }) => `${name} ${turned[change]}`)),
    );
});
