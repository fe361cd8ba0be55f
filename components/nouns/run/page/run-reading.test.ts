import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunStep } from '#components/graph/graph-model.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { arrangeSteps, hiddenSteps, type StepsAsked, stepRows } from '#components/nouns/run/steps/step-rows.ts';
import { failedJobOf, whyOfRun } from '#components/nouns/run/why/why-of-run.ts';
import { runStates } from '#domain/machines.ts';
import { cutShort, emptyLog, linesOf, typesIn, waitsIn, withLogged } from './run-log.ts';
import { deadlineMs, runVariables } from './run-variables.ts';

function step(stepKey: string, given: Partial<RunStep> = {}): RunStep {
  const none = {
    iteration: null,
    isKept: false,
    isFinally: false,
    startedAt: null,
    finishedAt: null,
    reason: null,
    job: null,
  };
  return { id: `stp_${stepKey}`, stepKey, state: 'PENDING', ...none, ...given };
}

function event(seq: number, given: Partial<LiveEvent> = {}): LiveEvent {
  const at = new Date(Date.UTC(2026, 2, 29, 1, 0, seq)).toISOString();
  const none = { from: null, to: null, reason: null, attempt: null, payload: null };
  return { cursor: `c${seq}`, seq, type: 'job.started', at, entityId: 'job_a', ...none, ...given };
}

test('a log shows every line once, although the feed may bring it twice', () => {
  const first = withLogged(emptyLog, [event(1), event(2)]);
  const log = withLogged(first, [event(2), event(3)]);
  assert.deepEqual(
    log.lines.map(({ seq }) => seq),
    [1, 2, 3],
  );
  assert.equal(log.missing, 0);
  assert.equal(withLogged(log, [event(1)]), log);
});

test('a line that is missing is counted', () => {
  assert.equal(withLogged(emptyLog, [event(1), event(4)]).missing, 2);
});

test('a log that could not be read on says so until another line comes', () => {
  const cut = cutShort(withLogged(emptyLog, [event(1)]));
  assert.deepEqual([cut.isCut, cut.lines.length], [true, 1]);
  const later = withLogged(cut, [event(5)]);
  assert.deepEqual([later.isCut, later.missing], [false, 3]);
});

test('the lines of a job carry the name of its step, which only the first one names', () => {
  const made = event(1, { type: 'job.created', payload: { stepKey: 'fetch' } });
  const log = withLogged(withLogged(emptyLog, [made]), [event(2), event(3, { entityId: 'run_1', type: 'run.failed' })]);
  assert.deepEqual(
    log.lines.map(({ stepKey }) => stepKey),
    ['fetch', 'fetch', undefined],
  );
  assert.equal(linesOf(log, { text: 'FET', type: '' }).length, 2);
  assert.equal(linesOf(log, { text: '', type: 'job.started' }).length, 1);
  assert.deepEqual(typesIn(log), ['job.created', 'job.started', 'run.failed']);
});

const definition = {
  variables: { month: { type: 'string' }, total: { type: 'number', default: 0 } },
  limits: { maxExecutionTime: 'PT30M' },
  tasks: [
    { id: 'add', output: { total: 'result.sum', checked: 'true' } },
    { id: 'count', output: { total: '1' } },
  ],
};

test('variables say who writes them: the declared ones stand first, those only steps write follow', () => {
  assert.deepEqual(runVariables(definition, { total: 7, checked: true }), [
    { name: 'month', value: null, type: 'string', writers: [] },
    { name: 'total', value: 7, type: 'number', writers: ['add', 'count'] },
    { name: 'checked', value: true, type: undefined, writers: ['add'] },
  ]);
  assert.deepEqual(runVariables(null, null), []);
});

test('a run with a limit of its own has a last moment', () => {
  assert.equal(deadlineMs(definition, '2026-03-29T01:00:00.000Z'), Date.UTC(2026, 2, 29, 1, 30));
  assert.equal(deadlineMs({ limits: { maxExecutionTime: 'soon' } }, '2026-03-29T01:00:00.000Z'), undefined);
  assert.equal(deadlineMs({}, '2026-03-29T01:00:00.000Z'), undefined);
});

const times = (from: number, to: number) => ({
  startedAt: new Date(Date.UTC(2026, 2, 29, 1, 0, from)).toISOString(),
  finishedAt: new Date(Date.UTC(2026, 2, 29, 1, 0, to)).toISOString(),
});

const nothingAsked = { states: [], text: '', order: 'definition', isReversed: false, hasSkipped: false } as const;

test('what no branch led to is left out until somebody asks for it, by state or by name', () => {
  const steps = [step('a', { state: 'SUCCEEDED' }), step('b', { state: 'SKIPPED' }), step('c', { state: 'SKIPPED' })];
  const rows = stepRows({ graph: { nodes: [], edges: [] }, steps });
  const named = (asked: Partial<StepsAsked>) =>
    arrangeSteps(rows, { ...nothingAsked, ...asked }).map((row) => row.step.stepKey);
  assert.deepEqual(named({}), ['a']);
  assert.equal(hiddenSteps(rows, nothingAsked), 2);
  assert.deepEqual(named({ hasSkipped: true }), ['a', 'b', 'c']);
  assert.deepEqual(named({ states: ['SKIPPED'] }), ['b', 'c']);
  assert.deepEqual(named({ text: 'b' }), ['b']);
  // A run in which every step was skipped would look empty.
  assert.equal(arrangeSteps(rows.slice(1), nothingAsked).length, 2);
});

test('steps are narrowed and sorted, and what is alike keeps the order of the definition', () => {
  const steps = [
    step('b', { state: 'SUCCEEDED', ...times(1, 3) }),
    step('a', { state: 'SUCCEEDED', ...times(0, 9) }),
    step('c10', { state: 'FAILED', ...times(5, 7) }),
    step('c9'),
  ];
  const graph = {
    nodes: steps.map(({ stepKey }) => ({ stepKey, task: 'echo', level: 0, condition: null })),
    edges: [],
  };
  const rows = stepRows({ graph, steps });
  const named = (asked: Partial<Parameters<typeof arrangeSteps>[1]>) =>
    arrangeSteps(rows, { ...nothingAsked, ...asked }).map((row) => row.step.stepKey);
  assert.deepEqual(named({}), ['b', 'a', 'c10', 'c9']);
  assert.deepEqual(named({ order: 'name' }), ['a', 'b', 'c9', 'c10']);
  assert.deepEqual(named({ order: 'duration' }), ['a', 'b', 'c10', 'c9']);
  assert.deepEqual(named({ order: 'started' }), ['a', 'b', 'c10', 'c9']);
  assert.deepEqual(named({ states: ['SUCCEEDED'], order: 'name', isReversed: true }), ['b', 'a']);
  assert.deepEqual(named({ text: 'C1' }), ['c10']);
});

test('a failed run names the step that failed it and what that step said', () => {
  const job = { id: 'job_7', attempt: 3, maxAttempts: 3 };
  const failed = step('check', { state: 'FAILED', job, reason: { code: 'FAIL', message: 'line 7 is wrong' } });
  const reason = { message: 'step check failed and nothing caught it' };
  const run = { state: 'FAILED' as const, failedStep: 'check', reason, steps: [step('fetch'), failed] };
  const why = whyOfRun(run);
  assert.equal(failedJobOf(run), 'job_7');
  assert.equal(failedJobOf({ ...run, state: 'RUNNING', failedStep: null }), undefined);
  assert.equal(why.sentence, 'Step check failed and nothing caught it');
  assert.equal(why.step, 'check');
  assert.equal(why.detail, 'line 7 is wrong');
});

test('a run in which nothing moves says what its steps wait for', () => {
  const limit = { code: 'TENANT_LIMIT', message: 'the tenant runs 10 of at most 10 jobs' };
  const dependency = { code: 'DEPENDENCY', message: 'waits for a' };
  const held = [step('a', { reason: limit }), step('b', { reason: limit }), step('c', { reason: dependency })];
  const run = { state: 'RUNNING' as const, failedStep: null, reason: null };
  assert.deepEqual(whyOfRun({ ...run, steps: held }), {
    sentence: 'Nothing runs at the moment',
    isFailure: false,
    step: 'a',
    detail: limit.message,
    moreSteps: 1,
    isHeldUp: true,
    waitingJob: undefined,
  });
  const job = { id: 'job_1', attempt: 0, maxAttempts: 3 };
  const unserved = step('a', { job, reason: { code: 'NO_WORKER', message: 'no live worker serves the queue' } });
  assert.equal(whyOfRun({ ...run, steps: [unserved] }).waitingJob, 'job_1');
  const working = whyOfRun({ ...run, steps: [...held, step('d', { state: 'RUNNING' })] });
  assert.deepEqual([working.sentence, working.step, working.moreSteps], ['At work', 'd', 0]);
});

test('a run that waits for another attempt leads to what the last one failed of', () => {
  const job = { id: 'job_7', attempt: 1, maxAttempts: 3 };
  const reason = { code: 'RETRY_BACKOFF', message: 'attempt 1 of 3 failed; the next one is due later' };
  const waiting = step('charge', { state: 'SCHEDULED', job, reason });
  const run = { state: 'RUNNING' as const, failedStep: null, reason: null, steps: [waiting] };
  assert.equal(failedJobOf(run), 'job_7');
  assert.equal(failedJobOf({ ...run, steps: [waiting, step('d', { state: 'RUNNING' })] }), undefined, 'it moves on');
  const untried = step('charge', { reason: { code: 'QUEUE_PAUSED', message: 'the queue is paused' } });
  assert.equal(failedJobOf({ ...run, steps: [untried] }), undefined);
});

test('the wait from a failed attempt to the next one is told at the line of the failure', () => {
  const log = withLogged(emptyLog, [
    event(1),
    event(2, { type: 'job.retrying' }),
    event(3, { type: 'job.retrying', entityId: 'job_b' }),
    event(31),
    event(33, { type: 'job.retrying' }),
    event(40, { type: 'job.cancelled' }),
  ]);
  assert.deepEqual([...waitsIn(log)], [[2, 29_000]]);
});

test('a run always says something, so that nothing below moves when it does', () => {
  const job = { id: 'job_1', attempt: 2, maxAttempts: 3 };
  const none = { failedStep: null, reason: null, steps: [step('a', { state: 'SUCCEEDED', job })] };
  const said = runStates.map((state) => whyOfRun({ ...none, state }));
  assert.ok(said.every(({ sentence }) => sentence.length > 5));
  assert.equal(whyOfRun({ ...none, state: 'SUCCEEDED' }).step, 'a');
  assert.equal(whyOfRun({ ...none, state: 'PAUSED' }).isFailure, false);
});

test('a run that ended well says which of its steps failed and were caught, before those that needed another attempt', () => {
  const job = { id: 'job_1', attempt: 3, maxAttempts: 3 };
  const steps = [step('slow', { state: 'SUCCEEDED', job }), step('pay', { state: 'DEAD', job })];
  const why = whyOfRun({ state: 'SUCCEEDED', failedStep: null, reason: null, steps });
  assert.deepEqual([why.sentence, why.step, why.isFailure], ['Done; what failed was caught', 'pay', false]);
  const [slow] = steps;
  assert(slow !== undefined);
  assert.match(
    whyOfRun({ state: 'SUCCEEDED', failedStep: null, reason: null, steps: [slow] }).sentence,
    /not at the first/,
  );
});
