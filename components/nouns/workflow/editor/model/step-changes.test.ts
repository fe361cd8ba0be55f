import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { aligned, alignments } from './align.ts';
import { changeText } from './changes.ts';
import { insertedBetween, relinked } from './link-edits.ts';
import { loopEdits, waitEdit, waitKinds } from './loop-edits.ts';
import { findKinds, newStep, plainKinds } from './step-offers.ts';

const places = new Map([
  ['a', { x: 0, y: 10 }],
  ['b', { x: 90, y: 500 }],
  ['c', { x: 1000, y: 40 }],
  ['d', { x: 5, y: 5 }],
]);

test('steps are brought into line by a side or the middle, and spread out evenly', () => {
  const xs = (how: (typeof alignments)[number]) =>
    [...aligned(places, ['a', 'b', 'c'], how)].map(([stepKey, { x, y }]) => [stepKey, x, y]);
  assert.deepEqual(xs('left'), [
    ['a', 0, 10],
    ['b', 0, 500],
    ['c', 0, 40],
  ]);
  assert.deepEqual(
    xs('middle').map(([, , y]) => y),
    [255, 255, 255],
  );
  assert.deepEqual(xs('across'), [
    ['a', 0, 10],
    ['b', 500, 500],
    ['c', 1000, 40],
  ]);
  assert.equal(aligned(places, ['a'], 'left').size, 0);
  assert.equal(aligned(places, ['a', 'b'], 'across').size, 0);
  for (const how of alignments) assert.equal(aligned(places, ['a', 'b', 'gone'], how).has('gone'), false);
});

test('steps that lie over each other are drawn apart', () => {
  const moved = aligned(places, ['a', 'd', 'b'], 'across');
  assert.deepEqual(
    [...moved].map(([stepKey, { x }]) => [stepKey, x]),
    [
      ['a', 0],
      ['d', 212],
      ['b', 424],
    ],
  );
});

const text = `name: w
tasks:
  - { id: a, type: T }
  - { id: wait, type: T, dependencies: [{ task: a, on: failure, condition: 'vars.x' }] }
variables: { x: { type: boolean } }
`;

test('a new step of every kind is a valid one, under an id of its own', () => {
  for (const kind of plainKinds) {
    const step = newStep({ kind }, { after: 'a', on: 'completion' }, new Set(['a', 'wait']));
    const changed = changeText(text, [{ kind: 'add-step', step, after: 'a' }]);
    assert.ok(changed.ok);
    const parsed = parseDefinition({ yaml: changed.text });
    assert.ok(parsed.ok, changed.text);
    assert.deepEqual(validateDefinition(parsed.definition, { tasks: new Set(['T']) }), []);
    assert.deepEqual(parsed.definition.steps[1]?.dependencies, [{ step: 'a', on: 'completion' }]);
  }
  assert.deepEqual(newStep({ kind: 'task', name: 'T' }, { after: 'a', on: 'success' }, new Set()), {
    id: 'T',
    type: 'T',
    dependencies: ['a'],
  });
  assert.deepEqual(newStep({ kind: 'workflow', name: 'nightly' }, { after: undefined, on: 'success' }, new Set()), {
    id: 'nightly',
    workflow: 'nightly',
  });
  assert.deepEqual(
    findKinds('person').map(({ kind }) => kind),
    ['approval'],
  );
});

test('a step that is set between two takes over the condition, and another end keeps it', () => {
  const link = { from: 'a', to: 'wait', on: 'failure', condition: 'vars.x' } as const;
  const step = newStep({ kind: 'approval' }, { ...link, after: 'a' }, new Set(['a', 'wait']));
  const changed = changeText(text, insertedBetween(link, step));
  assert.ok(changed.ok);
  assert.match(
    changed.text,
    /id: approval\n.*approval: .*\n\s+dependencies: \[\{ task: a, on: failure, condition: vars\.x \}\]/,
  );
  assert.match(changed.text, /id: wait, type: T, dependencies: \[approval\]/);
  const again = changeText(text, relinked(link, { on: 'completion' }));
  assert.ok(again.ok);
  assert.match(again.text, /\{ task: a, on: completion, condition: vars\.x \}/);
});

test('a step repeats for each item or while something holds, and no longer; a wait waits for something else', () => {
  const before = `name: w\nvariables: { shards: { type: array } }\ntasks:\n  - id: a\n    type: T   # it\n  - { id: b, wait: { duration: PT1M } }\n`;
  const stepOf = (yaml: string, stepKey: string) => {
    const parsed = parseDefinition({ yaml });
    assert.ok(parsed.ok, yaml);
    assert.deepEqual(validateDefinition(parsed.definition, { tasks: new Set(['T']) }), []);
    const step = parsed.definition.steps.find(({ id }) => id === stepKey);
    assert.ok(step !== undefined);
    return { step, variables: parsed.definition.variables };
  };
  const repeated = (yaml: string, kind: Parameters<typeof loopEdits>[1]) => {
    const { step, variables } = stepOf(yaml, 'a');
    const changed = changeText(yaml, loopEdits(step, kind, variables));
    assert.ok(changed.ok);
    return changed.text;
  };
  const each = repeated(before, 'foreach');
  assert.match(each, /type: T {3}# it\n {4}foreach: vars\.shards\n/);
  const again = repeated(each, 'while');
  assert.match(again, /while: result\.more/);
  assert.doesNotMatch(again, /foreach/);
  assert.equal(repeated(again, undefined), before);
  for (const kind of waitKinds) {
    const changed = changeText(before, [waitEdit({ id: 'b' }, kind)]);
    assert.ok(changed.ok);
    assert.ok(stepOf(changed.text, 'b').step.wait?.[kind] !== undefined);
  }
});
