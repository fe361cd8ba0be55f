import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { sleepTask, workflowOf } from './wfformat.ts';

type Task = { id: string; parents?: string[]; children?: string[] };

function instanceOf(tasks: Task[], runtimes: Record<string, number>): object {
  const executed = Object.entries(runtimes).map(([id, runtimeInSeconds]) => ({ id, runtimeInSeconds }));
  return { name: 'four', schemaVersion: '1.5', workflow: { specification: { tasks }, execution: { tasks: executed } } };
}

const diamond = instanceOf(
  [
    { id: 'split it', children: ['left', 'right'] },
    { id: 'left', parents: ['split it'], children: ['join'] },
    { id: 'right', parents: ['split it'] },
    { id: 'join', parents: ['left', 'right'] },
  ],
  { 'split it': 1.5, left: 10, right: 20, join: 0.25 },
);

test('a recorded workflow becomes steps that sleep as long, scaled, in the recorded order', () => {
  const reading = workflowOf(diamond, { scale: 0.1 });
  assert.ok(reading.ok);
  const { timed, ...told } = reading;
  assert.deepEqual(
    timed.map(({ id, sleepMs }) => [id, sleepMs]),
    [
      ['split_it', 150],
      ['left', 1_000],
      ['right', 2_000],
      ['join', 25],
    ],
  );
  assert.deepEqual(told, {
    ok: true,
    steps: 4,
    criticalPathMs: 2_175,
    definition: {
      name: 'four',
      description: 'Imported from WfFormat: 4 tasks, recorded runtimes times 0.1.',
      tasks: [
        { id: 'split_it', type: sleepTask, params: { ms: 150 } },
        { id: 'left', type: sleepTask, params: { ms: 1_000 }, dependencies: ['split_it'] },
        { id: 'right', type: sleepTask, params: { ms: 2_000 }, dependencies: ['split_it'] },
        { id: 'join', type: sleepTask, params: { ms: 25 }, dependencies: ['left', 'right'] },
      ],
    },
  });
});

test('what comes out is a definition that can be published, whatever the ids were', () => {
  const tasks = [
    { id: '__proto__' },
    { id: 'constructor', parents: ['a b'] },
    { id: 'a b' },
    { id: 'a/b', parents: ['a b'] },
    { id: '1' },
  ];
  const reading = workflowOf(instanceOf(tasks, {}), { scale: 1, name: 'odd ids' });
  assert.ok(reading.ok);
  const parsed = parseDefinition({ definition: reading.definition });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  assert.equal(parsed.definition.name, 'odd ids');
  assert.deepEqual(validateDefinition(parsed.definition, { tasks: new Set([sleepTask]) }, parsed.locate), []);
  assert.equal(new Set(parsed.definition.steps.map((step) => step.id)).size, tasks.length);
});

test('what is no workflow is refused with a sentence', () => {
  const circle = instanceOf(
    [
      { id: 'a', parents: ['b'] },
      { id: 'b', parents: ['a'] },
    ],
    {},
  );
  const orphan = instanceOf([{ id: 'a', parents: ['nobody'] }], {});
  const twins = instanceOf([{ id: 'a' }, { id: 'a' }], {});
  const cases: [unknown, RegExp][] = [
    [null, /no WfFormat/],
    [[], /no WfFormat/],
    [{ workflow: { tasks: [] } }, /lists no task/],
    [circle, /circle/],
    [orphan, /nobody/],
    [twins, /two tasks/],
  ];
  for (const [instance, message] of cases) {
    const reading = workflowOf(instance, { scale: 1 });
    assert.ok(!reading.ok);
    assert.match(reading.message, message);
  }
  assert.equal(workflowOf(diamond, { scale: 0 }).ok, false);
});
