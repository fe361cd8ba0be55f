import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateCondition, type Scope } from '#domain/expression/expressions.ts';
import type { RunState } from '#domain/machines.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Plan } from '#domain/workflow/plan.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { skipWaiting } from './codes-of-steps.ts';
import { type Advanced, advance, type Evaluate, type SettledState, startRun } from './progress.ts';
import { stepCodes, stepStateOf } from './step-codes.ts';

type Task = { id: string; dependencies?: Json; condition?: string; join?: Json; output?: Json };

function planOf(tasks: Task[], more: JsonObject = {}): Plan {
  const definition = {
    name: 'w',
    tasks: tasks.map((task): Json => JSON.parse(JSON.stringify({ type: 'T', ...task }))),
    ...more,
  };
  const parsed = parseDefinition({ definition });
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  const problems = validateDefinition(parsed.definition, { tasks: new Set(['T']) });
  assert.deepEqual(problems, []);
  return compilePlan(parsed.definition);
}

const never: Evaluate = () => assert.fail('no condition here');

function seeing(scope: Scope): Evaluate {
  return ({ expression }) => evaluateCondition(expression, scope);
}

/** A run in words: what each advance made ready, and where every step is. */
function runOf(plan: Plan, evaluate: Evaluate = never) {
  const advanced = (answer: ReturnType<typeof startRun>): Advanced => {
    assert.equal(answer.kind, 'advanced');
    assert.ok(answer.kind === 'advanced');
    return answer;
  };
  let last = advanced(startRun(plan, evaluate));
  const ids = (steps: number[]) => steps.map((step) => plan.steps[step]?.id ?? '');
  return {
    get last() {
      return last;
    },
    ready: () => ids(last.ready),
    skipped: () => Object.fromEntries(last.skipped.map(({ step, reason }) => [plan.steps[step]?.id, reason.code])),
    states: () => Object.fromEntries(plan.steps.map(({ id, index }) => [id, stepStateOf(last.progress[index] ?? -1)])),
    failedStep: () => (last.failedStep === null ? null : plan.steps[last.failedStep]?.id),
    settle: (ends: Record<string, SettledState>, runState: RunState = 'RUNNING') => {
      const settled = Object.entries(ends).map(([id, state]) => ({ step: plan.indexOf.get(id) ?? -1, state }));
      last = advanced(advance({ plan, progress: last.progress, settled, runState, evaluate }));
      return ids(last.ready);
    },
  };
}

const diamond = [
  { id: 'a' },
  { id: 'b', dependencies: ['a'] },
  { id: 'c', dependencies: ['a'] },
  { id: 'd', dependencies: ['b', 'c'] },
];

test('a diamond runs from its root to its join, both sides at once', () => {
  const run = runOf(planOf(diamond));
  assert.deepEqual(run.ready(), ['a']);
  assert.deepEqual(run.settle({ a: 'SUCCEEDED' }), ['b', 'c']);
  assert.deepEqual(run.settle({ b: 'SUCCEEDED' }), []);
  assert.deepEqual(run.settle({ c: 'SUCCEEDED' }), ['d']);
  assert.equal(run.last.outcome, 'OPEN');
  run.settle({ d: 'SUCCEEDED' });
  assert.equal(run.last.outcome, 'SUCCEEDED');
});

test('settling a step twice, or one that is not open, changes nothing', () => {
  const run = runOf(planOf(diamond));
  run.settle({ d: 'FAILED', b: 'SUCCEEDED' });
  assert.deepEqual(run.states(), { a: 'OPEN', b: 'WAITING', c: 'WAITING', d: 'WAITING' });
  run.settle({ a: 'SUCCEEDED' });
  run.settle({ a: 'FAILED' });
  assert.deepEqual(run.states(), { a: 'SUCCEEDED', b: 'OPEN', c: 'OPEN', d: 'WAITING' });
});

test('a failure is caught by a failure edge whose step gets to work, and by nothing else', () => {
  const failing = [{ id: 'a' }, { id: 'other' }];
  const cases: [what: string, task: Task, then: SettledState, outcome: Advanced['outcome'], failed: string | null][] = [
    [
      'a handler that succeeds',
      { id: 'h', dependencies: [{ task: 'a', on: 'failure' }] },
      'SUCCEEDED',
      'SUCCEEDED',
      null,
    ],
    [
      'a handler that is cancelled',
      { id: 'h', dependencies: [{ task: 'a', on: 'failure' }] },
      'CANCELLED',
      'SUCCEEDED',
      null,
    ],
    ['a handler that fails', { id: 'h', dependencies: [{ task: 'a', on: 'failure' }] }, 'FAILED', 'FAILED', 'h'],
    ['clean-up', { id: 'h', dependencies: [{ task: 'a', on: 'completion' }] }, 'SUCCEEDED', 'FAILED', 'a'],
    ['clean-up that fails', { id: 'h', dependencies: [{ task: 'a', on: 'completion' }] }, 'FAILED', 'FAILED', 'a'],
    [
      'a handler whose condition is false',
      { id: 'h', dependencies: [{ task: 'a', on: 'failure' }], condition: 'false' },
      'SUCCEEDED',
      'FAILED',
      'a',
    ],
    [
      'a handler whose edge is not taken',
      { id: 'h', dependencies: [{ task: 'a', on: 'failure', condition: 'false' }] },
      'SUCCEEDED',
      'FAILED',
      'a',
    ],
    [
      'a handler whose join is missed',
      {
        id: 'h',
        dependencies: [
          { task: 'a', on: 'failure' },
          { task: 'other', on: 'skipped' },
        ],
      },
      'SUCCEEDED',
      'FAILED',
      'a',
    ],
    [
      'a handler whose condition is broken',
      { id: 'h', dependencies: [{ task: 'a', on: 'failure' }], condition: 'vars.n > 1' },
      'SUCCEEDED',
      'FAILED',
      'h',
    ],
    ['a default branch', { id: 'h', dependencies: [{ task: 'a', on: 'default' }] }, 'SUCCEEDED', 'FAILED', 'a'],
  ];
  for (const [what, handler, then, outcome, failed] of cases)
    for (const onFailure of ['fail', 'cancel', 'continue'])
      for (const state of ['FAILED', 'DEAD'] as const) {
        const plan = planOf([...failing, handler], { onFailure, variables: { n: { type: 'number' } } });
        const run = runOf(plan, seeing({ vars: {}, tasks: {} }));
        run.settle({ other: 'SUCCEEDED' });
        run.settle({ a: state });
        run.settle({ h: then });
        assert.deepEqual([run.last.outcome, run.failedStep() ?? null], [outcome, failed], `${what} with ${onFailure}`);
      }
});

test('a handler that waits for another step may still catch, and the run goes on until that is known', () => {
  const tasks = [
    { id: 'a' },
    { id: 'b' },
    { id: 'c', dependencies: ['b'] },
    { id: 'h', dependencies: [{ task: 'a', on: 'failure' }, 'b'] },
  ];
  const caught = runOf(planOf(tasks));
  caught.settle({ a: 'FAILED' });
  assert.deepEqual(caught.settle({ b: 'SUCCEEDED' }), ['c', 'h']);
  caught.settle({ c: 'SUCCEEDED', h: 'SUCCEEDED' });
  assert.equal(caught.last.outcome, 'SUCCEEDED');
  const missed = runOf(planOf(tasks));
  missed.settle({ a: 'FAILED' });
  missed.settle({ b: 'FAILED' });
  assert.deepEqual([missed.last.outcome, missed.failedStep()], ['FAILED', 'a']);
});

test('clean-up starts although the run has failed, at once or when nothing is at work any more, and nothing else does', () => {
  const tasks = [
    { id: 'a' },
    { id: 'b' },
    { id: 'next', dependencies: ['b'] },
    { id: 'clean-a', dependencies: [{ task: 'a', on: 'completion' }] },
    { id: 'clean-all', dependencies: ['clean-a', 'next'].map((task) => ({ task, on: 'completion' })) },
  ];
  for (const onFailure of ['fail', 'cancel']) {
    const run = runOf(planOf(tasks, { onFailure }));
    assert.deepEqual(run.settle({ a: 'FAILED' }), ['clean-a']);
    assert.equal(run.last.cancelOpen, onFailure === 'cancel');
    assert.deepEqual(run.settle({ b: onFailure === 'cancel' ? 'CANCELLED' : 'SUCCEEDED' }), []);
    assert.equal(run.last.cancelOpen, false, 'clean-up is not cancelled');
    assert.deepEqual(run.settle({ 'clean-a': 'SUCCEEDED' }), ['clean-all']);
    assert.deepEqual(run.skipped(), { next: 'RUN_FAILED' });
    run.settle({ 'clean-all': 'SUCCEEDED' });
    assert.deepEqual([run.last.outcome, run.failedStep()], ['FAILED', 'a']);
  }
});

const kinds: [on: string, state: SettledState, follows: boolean, outcome: Advanced['outcome']][] = [
  ['success', 'SUCCEEDED', true, 'SUCCEEDED'],
  ['success', 'FAILED', false, 'FAILED'],
  ['success', 'CANCELLED', false, 'SUCCEEDED'],
  ['failure', 'SUCCEEDED', false, 'SUCCEEDED'],
  ['failure', 'FAILED', true, 'SUCCEEDED'],
  ['failure', 'DEAD', true, 'SUCCEEDED'],
  ['failure', 'CANCELLED', false, 'SUCCEEDED'],
  ['completion', 'SUCCEEDED', true, 'SUCCEEDED'],
  ['completion', 'FAILED', true, 'FAILED'],
  ['completion', 'CANCELLED', true, 'SUCCEEDED'],
  ['skipped', 'SUCCEEDED', false, 'SUCCEEDED'],
  ['skipped', 'DEAD', false, 'FAILED'],
  ['default', 'SUCCEEDED', true, 'SUCCEEDED'],
  ['default', 'CANCELLED', false, 'SUCCEEDED'],
];

for (const [on, state, follows, outcome] of kinds) {
  test(`a dependency on ${on} is ${follows ? 'taken' : 'not taken'} when the step is ${state}, and the run ${outcome}`, () => {
    const run = runOf(planOf([{ id: 'a' }, { id: 'b', dependencies: [{ task: 'a', on }] }]));
    const ready = run.settle({ a: state });
    assert.deepEqual(ready, follows ? ['b'] : []);
    if (follows) run.settle({ b: 'SUCCEEDED' });
    assert.equal(run.last.outcome, outcome);
    assert.equal(run.states().b, follows ? 'SUCCEEDED' : 'SKIPPED');
  });
}

test('skipping passes on along success, is completion to what cleans up, and can be waited for', () => {
  const plan = planOf([
    { id: 'a', condition: 'false' },
    { id: 'b', dependencies: ['a'] },
    { id: 'clean', dependencies: [{ task: 'b', on: 'completion' }] },
    { id: 'instead', dependencies: [{ task: 'b', on: 'skipped' }] },
    { id: 'repair', dependencies: [{ task: 'b', on: 'failure' }] },
    { id: 'other', dependencies: [{ task: 'b', on: 'default' }] },
  ]);
  const run = runOf(plan, seeing({ vars: {}, tasks: {} }));
  assert.deepEqual(run.ready(), ['clean', 'instead']);
  const notTaken = 'BRANCH_NOT_TAKEN';
  assert.deepEqual(run.skipped(), { a: 'CONDITION_FALSE', b: notTaken, repair: notTaken, other: notTaken });
  assert.match(run.last.skipped[1]?.reason.message ?? '', /waits for success of a, which is SKIPPED/);
  run.settle({ clean: 'SUCCEEDED', instead: 'SUCCEEDED' });
  assert.equal(run.last.outcome, 'SUCCEEDED');
});

test('a join of any or of a number starts as soon as it is met, once, and is skipped when it no longer can be', () => {
  const parents = ['a', 'b', 'c'];
  const plan = planOf(
    [
      ...parents.map((id) => ({ id })),
      { id: 'any', dependencies: parents, join: 'any' },
      { id: 'two', dependencies: parents, join: 2 },
      { id: 'all', dependencies: parents },
    ],
    { onFailure: 'continue' },
  );
  const run = runOf(plan);
  run.settle({ a: 'FAILED' });
  assert.deepEqual(run.skipped(), { all: 'BRANCH_NOT_TAKEN' });
  assert.deepEqual(run.settle({ b: 'SUCCEEDED' }), ['any']);
  assert.deepEqual(run.settle({ any: 'SUCCEEDED', c: 'SUCCEEDED' }), ['two']);
  run.settle({ two: 'SUCCEEDED' });
  assert.equal(run.last.outcome, 'FAILED');
  const unlucky = runOf(plan);
  unlucky.settle({ a: 'FAILED', b: 'DEAD' });
  assert.deepEqual(unlucky.skipped(), { two: 'BRANCH_NOT_TAKEN', all: 'BRANCH_NOT_TAKEN' });
});

test('the default branch is taken only when no conditional branch of the same step was', () => {
  const tasks = [
    { id: 'a' },
    { id: 'high', dependencies: [{ task: 'a', condition: 'vars.n > 10' }] },
    { id: 'low', dependencies: [{ task: 'a', condition: 'vars.n < 0' }] },
    { id: 'else', dependencies: [{ task: 'a', on: 'default' }] },
    { id: 'always', dependencies: ['a'] },
  ];
  const plan = planOf(tasks, { variables: { n: { type: 'number' } } });
  const branches = (n: number) => runOf(plan, seeing({ vars: { n }, tasks: {} })).settle({ a: 'SUCCEEDED' });
  assert.deepEqual(branches(11), ['high', 'always']);
  assert.deepEqual(branches(-1), ['low', 'always']);
  assert.deepEqual(branches(5), ['else', 'always']);
});

test('a failure that no dependency takes stops the run, which fails when the open steps have settled', () => {
  const tasks = [{ id: 'a' }, { id: 'b' }, { id: 'c', dependencies: ['b'] }, { id: 'd', dependencies: ['c'] }];
  const run = runOf(planOf(tasks));
  run.settle({ a: 'DEAD' });
  assert.deepEqual([run.last.outcome, run.failedStep(), run.last.cancelOpen], ['OPEN', 'a', false]);
  assert.deepEqual(run.settle({ b: 'SUCCEEDED' }), []);
  assert.equal(run.last.outcome, 'FAILED');
  assert.deepEqual(run.skipped(), { c: 'RUN_FAILED', d: 'RUN_FAILED' });
});

test('onFailure cancel asks for the open steps to be cancelled, and the run fails when they are', () => {
  const run = runOf(planOf([{ id: 'a' }, { id: 'b' }, { id: 'c', dependencies: ['b'] }], { onFailure: 'cancel' }));
  run.settle({ a: 'FAILED' });
  assert.deepEqual([run.last.outcome, run.last.cancelOpen], ['OPEN', true]);
  run.settle({ b: 'CANCELLED' });
  assert.deepEqual([run.last.outcome, run.last.cancelOpen], ['FAILED', false]);
  assert.deepEqual(run.states(), { a: 'FAILED', b: 'CANCELLED', c: 'SKIPPED' });
});

test('onFailure continue lets independent branches go on, and the run fails at the end', () => {
  const tasks = [{ id: 'a' }, { id: 'b' }, { id: 'after-a', dependencies: ['a'] }, { id: 'c', dependencies: ['b'] }];
  const run = runOf(planOf(tasks, { onFailure: 'continue' }));
  run.settle({ a: 'FAILED' });
  assert.deepEqual(run.skipped(), { 'after-a': 'BRANCH_NOT_TAKEN' });
  assert.deepEqual(run.settle({ b: 'SUCCEEDED' }), ['c']);
  run.settle({ c: 'SUCCEEDED' });
  assert.deepEqual([run.last.outcome, run.failedStep()], ['FAILED', 'a']);
});

test('a condition that cannot be evaluated fails its step, which others may catch', () => {
  const tasks = [
    { id: 'a', condition: 'vars.n > 1' },
    { id: 'repair', dependencies: [{ task: 'a', on: 'failure' }] },
  ];
  const variables = { n: { type: 'number' } };
  const run = runOf(planOf(tasks, { variables }), seeing({ vars: {}, tasks: {} }));
  assert.deepEqual(run.ready(), ['repair']);
  assert.equal(run.last.errored[0]?.step, 0);
  assert.match(run.last.errored[0]?.message ?? '', /No such key: n/);
  const alone = runOf(planOf(tasks.slice(0, 1), { variables }), seeing({ vars: {}, tasks: {} }));
  assert.deepEqual([alone.last.outcome, alone.failedStep()], ['FAILED', 'a']);
});

test('an error in one dependency matters only when the others do not decide', () => {
  const tasks = [
    { id: 'a' },
    { id: 'b' },
    { id: 'any', dependencies: [{ task: 'a', condition: 'vars.n > 1' }, 'b'], join: 'any' },
  ];
  const plan = planOf(tasks, { variables: { n: { type: 'number' } } });
  const run = runOf(plan, seeing({ vars: {}, tasks: {} }));
  run.settle({ a: 'SUCCEEDED' });
  assert.equal(run.states().any, 'WAITING');
  assert.deepEqual(run.settle({ b: 'SUCCEEDED' }), ['any']);
  const failing = runOf(plan, seeing({ vars: {}, tasks: {} }));
  failing.settle({ a: 'SUCCEEDED', b: 'CANCELLED' });
  assert.deepEqual([failing.states().any, failing.last.outcome], ['FAILED', 'FAILED']);
});

test('steps beyond the limit wait for room and start as it appears', () => {
  const tasks = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
  const run = runOf(planOf(tasks, { limits: { maxConcurrentTasks: 2 } }));
  assert.deepEqual(run.ready(), ['a', 'b']);
  assert.deepEqual(run.states(), { a: 'OPEN', b: 'OPEN', c: 'WAITING_ROOM', d: 'WAITING_ROOM' });
  assert.deepEqual(run.settle({ b: 'SUCCEEDED' }), ['c']);
  assert.deepEqual(run.settle({ a: 'SUCCEEDED', c: 'SUCCEEDED' }), ['d']);
  run.settle({ d: 'SUCCEEDED' });
  assert.equal(run.last.outcome, 'SUCCEEDED');
});

test('a paused run takes in what settles and starts nothing until it is resumed', () => {
  const run = runOf(planOf(diamond));
  assert.deepEqual(run.settle({ a: 'SUCCEEDED' }, 'PAUSED'), []);
  assert.deepEqual([run.last.outcome, run.states().b], ['OPEN', 'WAITING_ROOM']);
  assert.deepEqual(run.settle({}), ['b', 'c']);
});

test('a run that is over takes in what still settles and starts nothing', () => {
  const run = runOf(planOf(diamond));
  assert.deepEqual(run.settle({ a: 'SUCCEEDED' }, 'CANCELLED'), []);
  assert.deepEqual(run.states(), { a: 'SUCCEEDED', b: 'WAITING', c: 'WAITING', d: 'WAITING' });
  const ended = skipWaiting(run.last.progress, { code: 'RUN_CANCELLED', message: 'an operator cancelled the run' });
  assert.equal(ended.skipped.length, 3);
  assert.equal(ended.progress.filter((code) => code === stepCodes.SKIPPED).length, 3);
});

test('when a condition needs results that are not loaded, the advance says which and decides nothing', () => {
  const tasks = [
    { id: 'a' },
    { id: 'b', dependencies: ['a'], condition: 'tasks.a.result.n > 1' },
    { id: 'c', dependencies: [{ task: 'a', condition: 'result.n > 5' }] },
  ];
  const plan = planOf(tasks);
  const loaded = new Set<number>();
  const evaluate: Evaluate = ({ expression, reads }) => {
    const needs = reads.filter((step) => !loaded.has(step));
    const result = { n: 3 };
    return needs.length > 0
      ? { needs }
      : evaluateCondition(expression, { vars: {}, tasks: { a: { state: 'SUCCEEDED', result } }, result });
  };
  const first = startRun(plan, evaluate);
  assert.ok(first.kind === 'advanced');
  const input = {
    plan,
    progress: first.progress,
    settled: [{ step: 0, state: 'SUCCEEDED' as const }],
    runState: 'RUNNING' as const,
    evaluate,
  };
  assert.deepEqual(advance(input), { kind: 'needs', steps: [0] });
  loaded.add(0);
  const answer = advance(input);
  assert.ok(answer.kind === 'advanced');
  assert.deepEqual([answer.ready, answer.skipped.map(({ step }) => step)], [[1], [2]]);
  assert.equal(input.progress[0], stepCodes.OPEN, 'the progress handed in stays as it is');
});
