import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runBounds } from '#domain/bounds/run.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { type HandRun, moveByHand, openSteps, planByHand } from '#testing/runs/run-by-hand.ts';

const text = { variables: { text: { type: 'string' }, list: { type: 'array' } } };

function many(count: number, step: JsonObject): Json[] {
  return Array.from({ length: count }, (_, index) => ({ id: `s${index}`, type: 'T', ...step }));
}

function codesOf({ told }: HandRun): Set<Json> {
  return new Set(Object.values(told).map((one) => JSON.parse(JSON.stringify(one)).failed ?? 'started'));
}

test('a 10 kB variable that 900 expressions put into one step fails the step, and no larger text is made', () => {
  for (const params of [
    Array.from({ length: 900 }, () => '${{ vars.text }}'),
    Array.from({ length: 900 }, () => '${{ vars.text }}').join(''),
    { deep: { list: Array.from({ length: 900 }, () => ({ text: '> ${{ vars.text }} <' })) } },
    '${{ vars.list.map(a, vars.text) }}',
  ]) {
    const list = Array.from({ length: 900 }, (_, index) => index);
    const given = planByHand({ ...text, tasks: many(1, { params }) }, { text: 'x'.repeat(10_000), list });
    const run = moveByHand(given, null);
    assert.deepEqual([run.last?.outcome, [...codesOf(run)]], ['FAILED', ['TOO_LARGE']]);
  }
});

test('params up to the size of a payload start their step, one byte more fails it', () => {
  const given = (length: number) =>
    planByHand(
      { ...text, tasks: many(1, { params: ['${{ vars.text }}', '${{ vars.text }}'] }) },
      { text: 'x'.repeat(length) },
    );
  const fitting = valueBounds.payloadSizeBytesMax / 2 - 2;
  assert.deepEqual([...codesOf(moveByHand(given(fitting), null))], ['started']);
  assert.deepEqual([...codesOf(moveByHand(given(fitting + 1), null))], ['TOO_LARGE']);
});

test('steps that render more together than one move may wait for the next move, and all of them run', () => {
  const given = planByHand(
    { ...text, tasks: many(100, { params: '${{ vars.text }}' }) },
    { text: 'x'.repeat(200_000) },
  );
  let run = moveByHand(given, null);
  let moves = 1;
  while (run.last?.outcome === 'OPEN') {
    const sizes = (run.last?.ready ?? []).reduce((sum, { params }) => sum + String(params).length, 0);
    assert.ok(
      sizes <= runBounds.advanceRenderedBytesMax + valueBounds.payloadSizeBytesMax,
      `${sizes} bytes in one move`,
    );
    const open = openSteps(given.plan, run);
    run = moveByHand(given, run, Object.fromEntries(open.map((id) => [id, { state: 'SUCCEEDED' as const }])));
    moves += 1;
  }
  assert.deepEqual([run.last?.outcome, Object.keys(run.told).length, moves], ['SUCCEEDED', 100, 6]);
});

test('40 steps that render 900 times 250 kB each fail, at the first move and at a later one', () => {
  const params = Array.from({ length: 900 }, () => '${{ vars.text }}');
  const first = planByHand({ ...text, tasks: many(40, { params }) }, { text: 'x'.repeat(250_000) });
  assert.deepEqual([...codesOf(moveByHand(first, null))], ['TOO_LARGE', 'EXPRESSION_BUDGET']);
  const tasks = [{ id: 'root', type: 'T' }, ...many(40, { params, dependencies: ['root'] })];
  const second = planByHand({ ...text, tasks }, { text: 'x'.repeat(250_000) });
  const run = moveByHand(second, moveByHand(second, null), { root: { state: 'SUCCEEDED' } });
  assert.deepEqual([...codesOf(run)], ['started', 'TOO_LARGE', 'EXPRESSION_BUDGET']);
});

test('1,500 conditions of nested loops share one budget: those it does not reach fail, and the run with them', () => {
  const condition = 'vars.list.all(a, vars.list.all(b, vars.list.all(c, a + b + c >= 0)))';
  const list = Array.from({ length: 1_000 }, (_, index) => index);
  const given = planByHand({ ...text, tasks: many(1_500, { condition }) }, { list });
  const before = process.cpuUsage();
  const run = moveByHand(given, null);
  const { user, system } = process.cpuUsage(before);
  assert.deepEqual([run.last?.outcome, [...codesOf(run)]], ['FAILED', ['EXPRESSION_BUDGET']]);
  // Some 50 ms of one core; it took 20 seconds with a budget for each.
  assert.ok(user + system < 2_000_000, `${(user + system) / 1_000} ms`);
});

test('a large run of small conditions is never short of budget', () => {
  const condition = 'vars.text.startsWith("x") && size(vars.list) == 3';
  const given = planByHand(
    { ...text, tasks: many(workflowBounds.stepsMax, { condition }) },
    { text: 'x', list: [1, 2, 3] },
  );
  assert.deepEqual([...codesOf(moveByHand(given, null))], ['started']);
});

test('outputs beyond the size of a payload fail the steps that read them; the variables of a run stay small besides', () => {
  const tasks: Json[] = [
    { id: 'a', type: 'T', output: { x: 'result', y: 'result' } },
    { id: 'b', type: 'T', dependencies: ['a'], condition: 'vars.x != ""' },
    { id: 'c', type: 'T', dependencies: ['a'], condition: 'vars.y != ""' },
  ];
  const given = planByHand({ tasks, onFailure: 'continue' });
  const result = 'x'.repeat(150_000);
  const run = moveByHand(given, moveByHand(given, null), { a: { state: 'SUCCEEDED', result } });
  assert.deepEqual(Object.keys(run.variables), ['x']);
  assert.deepEqual(run.told.b, { params: {} });
  assert.match(
    JSON.stringify(run.told.c),
    /TOO_LARGE.*vars.y was not written by step a: the outputs of the step are larger/,
  );

  const writers = Array.from({ length: 5 }, (_, n) => ({ id: `w${n}`, type: 'T', output: { [`v${n}`]: 'result' } }));
  const readers = writers.map(({ id }, n) => ({
    id: `r${n}`,
    type: 'T',
    dependencies: [id],
    condition: `vars.v${n} != ""`,
  }));
  const wide = planByHand({ tasks: [...writers, ...readers], onFailure: 'continue' });
  let last = moveByHand(wide, null);
  for (const { id } of writers) last = moveByHand(wide, last, { [id]: { state: 'SUCCEEDED', result } });
  assert.equal(Object.keys(last.variables).length, 3);
  assert.deepEqual(codesOf(last), new Set(['started']));
});

test('a condition of a dependency keeps its answer when what it read changes before the join is complete', () => {
  const tasks: Json[] = [
    { id: 'a', type: 'T' },
    { id: 'b', type: 'T' },
    { id: 'c', type: 'T' },
    { id: 'd', type: 'T', dependencies: [{ task: 'a', condition: 'tasks.b.state == "PENDING"' }, 'c'] },
  ];
  const given = planByHand({ tasks });
  const done = { state: 'SUCCEEDED' as const };
  const early = ['a', 'b', 'c'].reduce((run, id) => moveByHand(given, run, { [id]: done }), moveByHand(given, null));
  assert.deepEqual(openSteps(given.plan, early), ['d']);
  const late = ['b', 'a', 'c'].reduce((run, id) => moveByHand(given, run, { [id]: done }), moveByHand(given, null));
  assert.deepEqual([late.last?.outcome, JSON.stringify(late.told.d).includes('BRANCH_NOT_TAKEN')], ['SUCCEEDED', true]);
});
