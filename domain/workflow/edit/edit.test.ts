// Every kind of edit on one definition, shown as the lines that it takes away and adds; all others stay to the byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDraft } from '#domain/workflow/edit/draft.ts';
import { applyEdit, type Edit } from '#domain/workflow/edit/edit.ts';

const text = `# What happens to a commit.
name: code-review                # unique in the tenant

variables:                       # typed
  repo:        { type: string, required: true }
  minCoverage: { type: number, default: 80 }

tasks:
  # First things first.
  - id: lint
    type: CODE_ANALYSIS          # a registered task
    params: { repo: "\${{ vars.repo }}" }
    retry: &patient { maxAttempts: 3, baseDelay: PT2S }
    timeout: PT5M

  - id: test
    type: RUN_TESTS
    dependencies: [lint]
    retry: *patient
    output: { coverage: "result.coverage" }   # writes vars.coverage

  - id: deploy
    type: 'DEPLOY'
    dependencies: [{ task: test, on: success }]
    condition: "tasks.test.state == 'SUCCEEDED' && vars.coverage > vars.minCoverage"
`;

/** The lines that differ, in order: `-` was there before, `+` is there now. */
function linesOf(before: string, after: string): string[] {
  const [old, young] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(old.length, young.length) && old[head] === young[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, young.length) - head && old.at(-1 - tail) === young.at(-1 - tail)) tail += 1;
  return [
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...young.slice(head, young.length - tail).map((line) => `+${line}`),
  ];
}

function edited(edit: Edit, before = text): string[] | string {
  const outcome = applyEdit(openDraft(before), edit);
  return outcome.ok ? linesOf(before, outcome.value.draft.text) : (outcome.refusals[0]?.message ?? '');
}

test('a step is added behind another one, apart from its neighbours if they stand apart', () => {
  const step = { id: 'scan', type: 'SCAN', dependencies: ['lint'], params: { script: 'one\ntwo\n' } };
  assert.deepEqual(edited({ kind: 'add-step', step, after: 'lint' }), [
    '+  - id: scan',
    '+    type: SCAN',
    '+    dependencies: [lint]',
    '+    params:',
    '+      script: |',
    '+        one',
    '+        two',
    '+',
  ]);
});

test('a step that goes takes its lines, its comments and the edges to it', () => {
  assert.deepEqual(edited({ kind: 'remove-steps', steps: ['test', 'deploy'] }), [
    '-  - id: test',
    '-    type: RUN_TESTS',
    '-    dependencies: [lint]',
    '-    retry: *patient',
    '-    output: { coverage: "result.coverage" }   # writes vars.coverage',
    '-',
    '-  - id: deploy',
    "-    type: 'DEPLOY'",
    '-    dependencies: [{ task: test, on: success }]',
    `-    condition: "tasks.test.state == 'SUCCEEDED' && vars.coverage > vars.minCoverage"`,
    '-',
  ]);
});

test('a step that gets another id is followed by what waits for it and reads it', () => {
  assert.deepEqual(edited({ kind: 'rename-step', step: 'test', to: 'my-check' }).slice(-2), [
    '+    dependencies: [{ task: my-check, on: success }]',
    `+    condition: "tasks.my-check.state == 'SUCCEEDED' && vars.coverage > vars.minCoverage"`,
  ]);
});

test('an edge is written beside the others', () => {
  assert.deepEqual(edited({ kind: 'connect', from: 'lint', to: 'deploy', on: 'failure' }), [
    '-    dependencies: [{ task: test, on: success }]',
    '+    dependencies: [{ task: test, on: success }, { task: lint, on: failure }]',
  ]);
});

test('the last edge of a step takes its field along', () => {
  assert.deepEqual(edited({ kind: 'disconnect', from: 'lint', to: 'test' }), ['-    dependencies: [lint]']);
});

test('a field keeps its quotes and the comment behind it', () => {
  assert.deepEqual(edited({ kind: 'set-field', step: 'deploy', path: ['type'], value: "it's" }), [
    "-    type: 'DEPLOY'",
    "+    type: 'it''s'",
  ]);
  assert.deepEqual(edited({ kind: 'set-field', step: 'lint', path: ['type'], value: 'CHECK' }), [
    '-    type: CODE_ANALYSIS          # a registered task',
    '+    type: CHECK          # a registered task',
  ]);
});

test('what an alias stands for is written out where it changes, and never changed for others', () => {
  assert.deepEqual(edited({ kind: 'set-field', step: 'test', path: ['retry', 'maxAttempts'], value: 5 }), [
    '-    retry: *patient',
    '+    retry: { maxAttempts: 5, baseDelay: PT2S }',
  ]);
  assert.equal(
    edited({ kind: 'set-field', step: 'lint', path: ['retry', 'maxAttempts'], value: 5 }),
    'others say the same by &patient, and would change with it: change it in the text',
  );
});
