// Goal: a step that repeats its task ends once, with what its items left in their order, whoever settles them and when.
// Method: workers by hand, that settle what the test says in the order it says, and what is stored is looked at.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, type HandWorker, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const each = { id: 'each', type: 'noop', params: { is: '${{ item }}', at: '${{ index }}' } };

/** The run as it is stored: its state, its loop's step without an item, and its items in their order. */
async function stored(runId: string) {
  const { client } = bundle.owner;
  const run = await client.run.findFirstOrThrow({ where: { id: runId } });
  const jobs = await client.job.findMany({ where: { runId }, orderBy: [{ step: 'asc' }, { item: 'asc' }] });
  const events = await client.event.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
  const seqs = events.flatMap((event) => event.entityIds.map((_, n) => (event.seq ?? 0) + n));
  assert.deepEqual(
    seqs,
    seqs.map((_, n) => n + 1),
    'the events of a run are numbered without gap',
  );
  return {
    run,
    own: jobs.filter(({ item }) => item === null),
    items: jobs.filter(({ item }) => item !== null),
    loop: await client.runLoop.findFirst({ where: { runId } }),
  };
}

/** Claims and settles, at most so many at once, until nothing is left; hands back how many were open at most. */
async function workOff(worker: HandWorker, settle: (job: ClaimedJob) => Parameters<HandWorker['settle']>[0][number]) {
  let most = 0;
  for (let round = 0; round < 500; round += 1) {
    const jobs = await worker.claim({ slots: 200 });
    if (jobs.length === 0) return most;
    most = Math.max(most, jobs.length);
    // The last that was claimed ends first.
    await worker.settle(jobs.reverse().map(settle));
  }
  throw new Error('it does not come to an end');
}

const paramsOf = ({ params }: ClaimedJob) => params as { is: Json; at: number };

test('a foreach runs its task once for each item, at most so many at once, and leaves their results in the order of the list', async () => {
  const stage = await openStage(bundle);
  const after = { id: 'after', type: 'noop', dependencies: ['each'], params: { got: '${{ tasks.each.result }}' } };
  const foreach = { ...each, foreach: "['a', 'b', 'c', 'd', 'e']", maxConcurrency: 2 };
  const runId = await stage.run([foreach, after]);
  const worker = await stage.worker();
  const first = await worker.claim();
  assert.deepEqual(first.map(paramsOf), [
    { is: 'a', at: 0 },
    { is: 'b', at: 1 },
  ]);
  await worker.settle(first.slice(1).map((job) => succeeded(job, 'B')));
  const next = await worker.claim();
  assert.deepEqual(next.map(paramsOf), [{ is: 'c', at: 2 }], 'one ended, one starts');
  await worker.settle(
    [...next, ...first.slice(0, 1)].map((job) => succeeded(job, String(paramsOf(job).is).toUpperCase())),
  );
  await workOff(worker, (job) =>
    job.stepKey === 'after' ? succeeded(job) : succeeded(job, String(paramsOf(job).is).toUpperCase()),
  );
  const { run, own } = await stored(runId);
  assert.equal(run.state, 'SUCCEEDED');
  const result = { results: ['A', 'B', 'C', 'D', 'E'], total: 5, succeeded: 5, failed: 0 };
  assert.deepEqual(
    own.map(({ stepKey, state, params }) => [stepKey, state, params]),
    [
      ['each', 'SUCCEEDED', null],
      ['after', 'SUCCEEDED', { got: result }],
    ],
  );
});

test('a foreach over an empty list succeeds at once, and what comes after it starts', async () => {
  const stage = await openStage(bundle);
  const output = { count: 'result.total' };
  const after = { id: 'after', type: 'noop', dependencies: ['each'], params: { n: '${{ vars.count }}' } };
  const runId = await stage.run([{ ...each, foreach: '[]', output }, after]);
  const worker = await stage.worker();
  const [only, ...others] = await worker.claim();
  assert.deepEqual([only?.stepKey, only?.params, others.length], ['after', { n: 0 }, 0]);
  const { own, items } = await stored(runId);
  assert.deepEqual(own.map(({ result }) => result)[0], { results: [], total: 0, succeeded: 0, failed: 0 });
  assert.equal(items.length, 0);
});

const misfits: [what: string, foreach: string, code: string][] = [
  ['a number', 'size([1])', 'TYPE_MISMATCH'],
  ['an object', 'vars.o', 'TYPE_MISMATCH'],
  ['a list of 10,001', 'vars.long', 'TOO_LARGE'],
  ['something that is not there', 'vars.o.missing', 'CONDITION_ERROR'],
];

for (const [what, foreach, code] of misfits) {
  test(`a foreach over ${what} fails its step with ${code}, and no item starts`, async () => {
    const stage = await openStage(bundle);
    await stage.task('anything', { name: 'echo' });
    const source = { id: 'source', type: 'anything', output: { o: 'result.o', long: 'result.long' } };
    const over = foreach.startsWith('size') ? 'dyn(size([1]))' : foreach;
    const runId = await stage.run([source, { ...each, dependencies: ['source'], foreach: over }]);
    const worker = await stage.worker();
    const left = { o: { a: 1 }, long: Array.from({ length: 10_001 }, () => 0) };
    await workOff(worker, (job) => succeeded(job, left));
    const { run, own, items } = await stored(runId);
    assert.deepEqual([run.state, run.failedStep, items.length], ['FAILED', 'each', 0]);
    assert.equal(own.at(-1)?.reasonCode, code, own.at(-1)?.reason ?? '');
  });
}

test('a list of a million items is refused before the run begins, and nothing is stored', async () => {
  const stage = await openStage(bundle);
  const name = 'a million';
  const definition = { name, variables: { list: { type: 'array' } }, tasks: [{ ...each, foreach: 'vars.list' }] };
  valueOf(await publishWorkflow(stage.context, { definition: JSON.parse(JSON.stringify(definition)) }));
  const list = Array.from({ length: 1_000_000 }, () => 0);
  const refused = await startRun(stage.context, { workflow: name, variables: { list } });
  assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code, path }) => [code, path]), [
    ['BAD_INPUT', ['variables']],
  ]);
  assert.equal(await bundle.owner.client.run.count({ where: { tenantId: stage.context.tenantId } }), 0);
});

const policies: [policy: Json, state: string, started: number][] = [
  ['fail', 'FAILED', 2],
  ['continue', 'SUCCEEDED', 10],
  [{ threshold: 2 }, 'FAILED', 7],
  [{ threshold: 3 }, 'SUCCEEDED', 10],
  [{ threshold: '29%' }, 'FAILED', 7],
  [{ threshold: '30%' }, 'SUCCEEDED', 10],
];

for (const [onItemFailure, state, startedAtLeast] of policies) {
  test(`three of ten items fail: with onItemFailure ${JSON.stringify(onItemFailure)} the step is ${state}`, async () => {
    const stage = await openStage(bundle);
    const list = '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]';
    const runId = await stage.run([{ ...each, foreach: list, maxConcurrency: 2, onItemFailure }]);
    const worker = await stage.worker();
    await workOff(worker, (job) =>
      paramsOf(job).at % 3 === 1 ? failedForGood(job) : succeeded(job, paramsOf(job).at),
    );
    const { run, own, items } = await stored(runId);
    assert.deepEqual([run.state, own[0]?.state], [state, state]);
    assert.ok(
      items.length >= startedAtLeast && (state === 'SUCCEEDED' || items.length < 10),
      `${items.length} started`,
    );
    if (state === 'FAILED') assert.equal(own[0]?.reasonCode, 'ITEMS_FAILED');
    else
      assert.deepEqual(own[0]?.result, {
        results: [0, null, 2, 3, null, 5, 6, null, 8, 9],
        total: 10,
        succeeded: 7,
        failed: 3,
      });
  });
}

test('ten thousand items are never more open rows than may be at work, and end as one list', {
  timeout: 240_000,
}, async () => {
  const stage = await openStage(bundle);
  await stage.task('anything', { name: 'echo' });
  const source = { id: 'source', type: 'anything', output: { list: 'result' } };
  const loop = { id: 'each', type: 'noop', dependencies: ['source'], foreach: 'vars.list', maxConcurrency: 200 };
  const runId = await stage.run([source, loop]);
  const worker = await stage.worker();
  const list = Array.from({ length: 10_000 }, (_, n) => n);
  const most = await workOff(worker, (job) => succeeded(job, job.stepKey === 'source' ? list : 1));
  assert.ok(most <= 200, `${most} at once`);
  const { run, own, items, loop: row } = await stored(runId);
  assert.deepEqual([run.state, items.length, row?.succeeded], ['SUCCEEDED', 10_000, 10_000]);
  const result = own.at(-1)?.result as { results: Json[] };
  assert.equal(result.results.length, 10_000);
});

test('two workers that settle the last two items at once end the step once', async () => {
  const stage = await openStage(bundle);
  const runs = await Promise.all(
    Array.from({ length: 8 }, () =>
      stage.run([
        { ...each, foreach: '[1, 2]' },
        { id: 'after', type: 'noop', dependencies: ['each'] },
      ]),
    ),
  );
  const [one, two] = [await stage.worker(), await stage.worker()];
  const jobs = await one.claim();
  const mine = jobs.filter((job) => paramsOf(job).at === 0);
  const others = jobs.filter((job) => paramsOf(job).at === 1);
  await Promise.all([one.settle(mine.map((job) => succeeded(job))), one.settle(others.map((job) => succeeded(job)))]);
  assert.equal((await two.claim()).length, 8, 'one job after each');
  for (const runId of runs) assert.equal((await stored(runId)).own.length, 2);
});

test('an item that is tried again keeps its place, and its loop waits for it', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ ...each, foreach: '[1, 2]' }]);
  const worker = await stage.worker();
  const [first, second] = await worker.claim();
  assert.ok(first !== undefined && second !== undefined);
  await worker.settle([retryLater(first, 0), succeeded(second, 'second')]);
  assert.equal((await stored(runId)).run.state, 'RUNNING');
  await workOff(worker, (job) => succeeded(job, 'first'));
  const { run, own } = await stored(runId);
  assert.deepEqual(
    [run.state, own[0]?.result],
    ['SUCCEEDED', { results: ['first', 'second'], total: 2, succeeded: 2, failed: 0 }],
  );
});

test('a run that is cancelled cancels the items at work and starts no others', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ ...each, foreach: '[1, 2, 3, 4]', maxConcurrency: 2 }]);
  const worker = await stage.worker();
  const [first] = await worker.claim({ slots: 1 });
  assert.ok(first !== undefined);
  valueOf(await cancelRun(stage.context, { id: runId }));
  await worker.settle([succeeded(first)]);
  const { run, items, own } = await stored(runId);
  assert.deepEqual(
    [run.state, items.map(({ state }) => state), own.length],
    ['CANCELLED', ['CANCELLED', 'CANCELLED'], 0],
  );
  assert.deepEqual(await worker.claim(), []);
});

test('a step that fails elsewhere cancels the loop with onFailure: cancel, also in the instant in which an item settles', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { ...each, foreach: '[1, 2, 3]', maxConcurrency: 1 },
    { id: 'other', type: 'noop' },
  ];
  const runId = await stage.run(tasks, { onFailure: 'cancel' });
  const worker = await stage.worker();
  const jobs = await worker.claim();
  await worker.settle(jobs.map((job) => (job.stepKey === 'other' ? failedForGood(job) : succeeded(job))));
  const { run, items } = await stored(runId);
  assert.deepEqual([run.state, run.failedStep, items.map(({ state }) => state)], ['FAILED', 'other', ['SUCCEEDED']]);
});

test('a paused run starts no items until it is resumed', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ ...each, foreach: '[1, 2, 3]', maxConcurrency: 1 }]);
  const worker = await stage.worker();
  const first = await worker.claim();
  valueOf(await pauseRun(stage.context, { id: runId }));
  await worker.settle(first.map((job) => succeeded(job)));
  assert.deepEqual(await worker.claim(), []);
  assert.equal((await stage.enqueue(3)).length, 3);
  assert.equal((await worker.claim({ slots: 3 })).length, 3, 'and holds up nobody else');
  valueOf(await resumeRun(stage.context, { id: runId }));
  await workOff(worker, (job) => succeeded(job));
  assert.equal((await stored(runId)).run.state, 'SUCCEEDED');
});

const poll = { id: 'poll', type: 'noop', while: "result.status != 'ready'", output: { got: 'result.status' } };

test('a while step runs again until its condition is false, and leaves the result of its last round', async () => {
  const stage = await openStage(bundle);
  const after = { id: 'after', type: 'noop', dependencies: ['poll'], params: { got: '${{ vars.got }}' } };
  const runId = await stage.run([poll, after]);
  const worker = await stage.worker();
  let round = 0;
  await workOff(worker, (job) => {
    if (job.stepKey === 'poll') round += 1;
    return succeeded(job, { status: round === 3 ? 'ready' : 'busy' });
  });
  const { run, own, items } = await stored(runId);
  assert.deepEqual([run.state, items.map(({ item }) => item)], ['SUCCEEDED', [0, 1, 2]]);
  assert.deepEqual([own[0]?.result, own[1]?.params], [{ status: 'ready' }, { got: 'ready' }]);
});

test('a while step with a delay has its next round scheduled, not waited for', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ ...poll, delay: 'PT1H' }]);
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map((job) => succeeded(job, { status: 'busy' })));
  assert.deepEqual(await worker.claim(), []);
  const { items } = await stored(runId);
  assert.deepEqual(
    items.map(({ state }) => state),
    ['SUCCEEDED', 'SCHEDULED'],
  );
  const [one, next] = items;
  const waitMs = (next?.runAt?.getTime() ?? 0) - (one?.finishedAt?.getTime() ?? 0);
  assert.ok(Math.abs(waitMs - 3_600_000) < 1_000, `${waitMs} ms`);
});

test('a while step that never ends fails with ITERATIONS, and one whose round fails with ITERATION_FAILED', async () => {
  const stage = await openStage(bundle);
  const endless = await stage.run([poll], { limits: { maxIterations: 4 } });
  const worker = await stage.worker();
  await workOff(worker, (job) => succeeded(job, { status: 'busy' }));
  const failing = await stage.run([poll]);
  await workOff(worker, failedForGood);
  const unanswered = await stage.run([poll]);
  await workOff(worker, (job) => succeeded(job, {}));
  const ends = [];
  for (const runId of [endless, failing, unanswered]) {
    const { run, own, items } = await stored(runId);
    ends.push([run.state, own[0]?.state, own[0]?.reasonCode, items.length]);
  }
  assert.deepEqual(ends, [
    ['FAILED', 'FAILED', 'ITERATIONS', 4],
    ['FAILED', 'FAILED', 'ITERATION_FAILED', 1],
    ['FAILED', 'FAILED', 'CONDITION_ERROR', 1],
  ]);
});

test('a run that is run again from what failed keeps a loop that succeeded, with its result, and runs one anew of which nothing did', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { ...each, id: 'good', foreach: '[1, 2]' },
    { ...each, id: 'bad', dependencies: ['good'], foreach: 'tasks.good.result.results' },
  ]);
  const worker = await stage.worker();
  await workOff(worker, (job) => (job.stepKey === 'good' ? succeeded(job, paramsOf(job).at) : failedForGood(job)));
  const again = valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED' })).runId;
  const jobs = await worker.claim();
  assert.deepEqual(
    jobs.map((job) => [job.stepKey, paramsOf(job).is]),
    [
      ['bad', 0],
      ['bad', 1],
    ],
  );
  await worker.settle(jobs.map((job) => succeeded(job)));
  assert.equal((await stored(again)).run.state, 'SUCCEEDED');
});

test('results that are too large together fail the step with RESULT_TOO_LARGE', async () => {
  const stage: Stage = await openStage(bundle);
  const runId = await stage.run([{ ...each, foreach: '[1, 2, 3]' }]);
  const worker = await stage.worker();
  await workOff(worker, (job) => succeeded(job, 'x'.repeat(100_000)));
  const { run, own } = await stored(runId);
  assert.deepEqual([run.state, own[0]?.reasonCode], ['FAILED', 'RESULT_TOO_LARGE']);
});
