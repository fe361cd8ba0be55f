import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import type { Plan } from '#domain/workflow/plan.ts';
import { type HandRun, moveByHand, planByHand, type StepEnd } from '#testing/runs/run-by-hand.ts';
import { type EndedRun, planRerun, type RerunBeginning, type RerunWish } from './plan-rerun.ts';
import { stepCodes } from './step-codes.ts';

type Given = { plan: Plan; inputs: JsonObject };

const step = (id: string, dependencies: (string | object)[] = [], more: object = {}) => ({
  id,
  type: 'T',
  dependencies,
  ...more,
});

const ok = (result: StepEnd['result'] = null): StepEnd => ({ state: 'SUCCEEDED', result });
const failed: StepEnd = { state: 'FAILED', error: { type: 'X', message: 'x', retryable: false } };

function planOf(tasks: object[], more: JsonObject = {}): Given {
  return planByHand({ tasks: JSON.parse(JSON.stringify(tasks)), ...more });
}

/** Drives a run through these ends, one move each. */
function drive(given: Given, ...moves: Record<string, StepEnd>[]): HandRun {
  return moves.reduce((run, ends) => moveByHand(given, run, ends), moveByHand(given, null));
}

/** The run as its row tells it, with the steps that its end swept away. */
function endedRun({ plan }: Given, run: HandRun): EndedRun {
  assert.notEqual(run.last?.outcome, 'OPEN', 'it is over');
  const swept = new Set(
    Object.entries(run.told).flatMap(([id, told]) =>
      typeof told === 'object' && told !== null && 'skipped' in told && told.skipped === 'RUN_FAILED'
        ? [plan.indexOf.get(id) ?? -1]
        : [],
    ),
  );
  const { progress, edges, variables } = run;
  return { plan, progress: progress ?? new Uint8Array(), edges, variables, swept };
}

const wishes = {
  start: { from: 'START', step: null, isAlone: false },
  failed: { from: 'FAILED', step: null, isAlone: false },
  at: (id: string): RerunWish => ({ from: 'STEP', step: id, isAlone: false }),
  alone: (id: string): RerunWish => ({ from: 'STEP', step: id, isAlone: true }),
} as const;

function begin(old: EndedRun, target: Plan, wish: RerunWish): RerunBeginning {
  const planned = planRerun(old, target, wish);
  assert.ok(planned.ok, planned.ok ? '' : JSON.stringify(planned.refusals));
  return planned.value;
}

/** What becomes of each step, in words: `keep SUCCEEDED`, `run AFTER a`. */
function said({ steps }: RerunBeginning): Record<string, string> {
  return Object.fromEntries(
    steps.map(({ stepKey, keeps, reason, after }) => [
      stepKey,
      [keeps === null ? 'run' : 'keep', reason, after ?? []].flat().join(' '),
    ]),
  );
}

const chain = planOf([step('a'), step('b', ['a']), step('c', ['b'])]);

test('from failed keeps what succeeded and runs what failed with all that comes after it', () => {
  const old = endedRun(chain, drive(chain, { a: ok() }, { b: failed }));
  assert.deepEqual(said(begin(old, chain.plan, wishes.failed)), {
    a: 'keep SUCCEEDED',
    b: 'run FAILED',
    c: 'run NOT_STARTED',
  });
});

test('from the start runs everything, whatever succeeded', () => {
  const old = endedRun(chain, drive(chain, { a: ok() }, { b: failed }));
  assert.deepEqual(Object.values(said(begin(old, chain.plan, wishes.start))), ['run START', 'run START', 'run START']);
});

test('from a step runs it and what comes after it, and beside them whatever came to no end of its own', () => {
  const given = planOf([step('a'), step('b', ['a']), step('x'), step('y', ['x'])], { onFailure: 'continue' });
  const old = endedRun(given, drive(given, { a: ok(), x: failed }, { b: ok() }));
  assert.deepEqual(said(begin(old, given.plan, wishes.at('a'))), {
    a: 'run CHOSEN',
    b: 'run AFTER a',
    x: 'run FAILED',
    y: 'run AFTER x',
  });
});

test('a step alone leaves everything else as it ended', () => {
  const old = endedRun(chain, drive(chain, { a: ok() }, { b: failed }));
  const beginning = begin(old, chain.plan, wishes.alone('b'));
  assert.deepEqual(said(beginning), { a: 'keep SUCCEEDED', b: 'run CHOSEN', c: 'keep SKIPPED' });
  assert.deepEqual([...beginning.progress], [stepCodes.SUCCEEDED, stepCodes.WAITING, stepCodes.SKIPPED]);
});

const handled = planOf([
  step('charge'),
  step('apologise', [{ task: 'charge', on: 'failure' }]),
  step('ship', ['charge']),
]);

test('a failure that a handler dealt with is kept, and nothing is left to run again', () => {
  const old = endedRun(handled, drive(handled, { charge: failed }, { apologise: ok() }));
  const planned = planRerun(old, handled.plan, wishes.failed);
  assert.equal(planned.ok ? '' : planned.refusals[0]?.code, 'ILLEGAL_TRANSITION');
});

test('a failure whose handler failed itself runs again, and the handler after it', () => {
  const old = endedRun(handled, drive(handled, { charge: failed }, { apologise: failed }));
  const beginning = said(begin(old, handled.plan, wishes.failed));
  assert.equal(beginning.charge, 'run FAILED');
  assert.equal(beginning.apologise, 'run FAILED');
});

test('the handler that is named runs on the failure that is kept', () => {
  const old = endedRun(handled, drive(handled, { charge: failed }, { apologise: failed }));
  assert.deepEqual(said(begin(old, handled.plan, wishes.at('apologise'))), {
    charge: 'keep HANDLED',
    apologise: 'run CHOSEN',
    ship: 'keep SKIPPED',
  });
});

test('what cleans up after a step that runs again cleans up again', () => {
  const given = planOf([step('a'), step('clean', [{ task: 'a', on: 'completion' }])]);
  const old = endedRun(given, drive(given, { a: failed }, { clean: ok() }));
  assert.deepEqual(said(begin(old, given.plan, wishes.failed)), { a: 'run FAILED', clean: 'run AFTER a' });
});

test('a step that any of its parents starts is decided anew when one of them runs again', () => {
  const given = planOf([step('a'), step('b'), step('j', ['a', 'b'], { join: 'any' })], { onFailure: 'continue' });
  const old = endedRun(given, drive(given, { a: ok() }, { b: failed }, { j: ok() }));
  assert.deepEqual(said(begin(old, given.plan, wishes.failed)), {
    a: 'keep SUCCEEDED',
    b: 'run FAILED',
    j: 'run AFTER b',
  });
});

test('an unknown step is refused at its place', () => {
  const old = endedRun(chain, drive(chain, { a: ok() }, { b: failed }));
  const planned = planRerun(old, chain.plan, wishes.at('z'));
  assert.deepEqual(planned.ok ? [] : planned.refusals.map(({ code, path }) => [code, ...path]), [
    ['NOT_FOUND', 'step'],
  ]);
});

test('on another version a step is kept when it is there with the same task and nothing before it runs', () => {
  const old = endedRun(chain, drive(chain, { a: ok() }, { b: failed }));
  const latest = planOf([step('new'), step('a'), step('b', ['a', 'new'])]);
  const beginning = begin(old, latest.plan, wishes.failed);
  assert.deepEqual(said(beginning), { new: 'run NEW', a: 'keep SUCCEEDED', b: 'run FAILED' });
  assert.deepEqual(beginning.dropped, ['c']);
  const changed = {
    ...latest.plan,
    steps: latest.plan.steps.map((one) => ({ ...one, step: { ...one.step, task: 'U' } })),
  };
  assert.equal(said(begin(old, changed, wishes.failed)).a, 'run CHANGED');
});

test('a step that was skipped is decided anew by a version that starts it under other conditions', () => {
  const choosing = (condition: string) => planOf([step('a'), step('b', ['a'], { condition }), step('c', ['a'])]);
  const before = choosing('1 > 2');
  const old = endedRun(before, drive(before, { a: ok() }, { c: failed }));
  assert.equal(said(begin(old, before.plan, wishes.failed)).b, 'keep SKIPPED');
  assert.equal(said(begin(old, choosing('2 > 1').plan, wishes.failed)).b, 'run CHANGED');
});

test('a step alone is refused on another version', () => {
  const old = endedRun(chain, drive(chain, { a: ok() }, { b: failed }));
  const planned = planRerun(old, planOf([step('a')]).plan, wishes.alone('a'));
  assert.equal(planned.ok ? '' : planned.refusals[0]?.code, 'UNSUPPORTED');
});

const writing = planOf(
  [
    step('a', [], { output: { x: 'result', only: 'result' } }),
    step('b', ['a'], { output: { x: 'result' } }),
    step('c', ['b']),
  ],
  { variables: { x: { type: 'integer', default: 0 } } },
);

test('variables are as they were after the kept steps', () => {
  const afterC = endedRun(writing, drive(writing, { a: ok(1) }, { b: ok(2) }, { c: failed }));
  const { written, remake } = begin(afterC, writing.plan, wishes.failed);
  assert.deepEqual({ written, remake }, { written: { x: 2, only: 1 }, remake: [] });
});

test('a variable whose last writer runs again is made again of what an earlier writer left', () => {
  const ended = drive(writing, { a: ok(1) }, { b: ok(2) }, { c: failed });
  const { written, remake } = begin(endedRun(writing, ended), writing.plan, wishes.at('b'));
  assert.deepEqual({ written, remake }, { written: { only: 1 }, remake: ['x'] });
});

test('a version that writes another value of a kept step makes it again', () => {
  const ended = drive(writing, { a: ok(1) }, { b: ok(2) }, { c: failed });
  const latest = planOf([
    step('a', [], { output: { x: 'result', only: 'result + 1' } }),
    step('b', ['a'], { output: { x: 'result' } }),
    step('c', ['b']),
  ]);
  const { written, remake } = begin(endedRun(writing, ended), latest.plan, wishes.failed);
  assert.deepEqual({ written, remake }, { written: { x: 2 }, remake: ['only'] });
});

test('answers of conditions are kept between kept steps and asked again where a step runs', () => {
  const given = planOf([
    step('a'),
    step('b', [{ task: 'a', condition: 'result == 1' }]),
    step('c', [{ task: 'a', condition: 'result == 1' }]),
  ]);
  const old = endedRun(given, drive(given, { a: ok(1) }, { b: ok(), c: failed }));
  const { edges } = begin(old, given.plan, wishes.failed);
  assert.deepEqual([...(edges ?? [])], [1, 0]);
});

test('a list that failed keeps the items that succeeded, unless it may be another one now or a run ends with it', () => {
  const foreach = 'vars.list.filter(i, i > vars.from)';
  const { plan } = planOf(
    [
      step('each', [], { foreach, params: { is: '${{ item }}' } }),
      step('last', [], { foreach, finally: true }),
      step('report', ['each']),
    ],
    { variables: { list: { type: 'array', default: [1, 2, 3] }, from: { type: 'number', default: 0 } } },
  );
  const progress = Uint8Array.of(stepCodes.FAILED, stepCodes.FAILED, stepCodes.SKIPPED);
  const loops = new Map([0, 1].map((at) => [at, { total: 3, succeeded: 2 }]));
  const old: EndedRun = { plan, progress, edges: null, variables: {}, swept: new Set(), loops };
  const itemsOf = (target: Plan, wish: RerunWish, given: string[] = []) => {
    const planned = planRerun(old, target, { ...wish, given });
    assert.ok(planned.ok);
    return planned.value.steps.map(({ items }) => items);
  };
  assert.deepEqual(itemsOf(plan, wishes.failed), [{ kept: 2, rerun: 1 }, null, null]);
  assert.deepEqual(itemsOf(plan, wishes.failed, ['from']), [null, null, null]);
  assert.deepEqual(itemsOf(plan, wishes.start), [null, null, null]);
  const other = planOf([step('each', [], { foreach: '[1, 2, 3]', params: { is: '${{ item }}' } })]).plan;
  assert.deepEqual(itemsOf(other, wishes.failed), [null], 'another list in another version');
});
