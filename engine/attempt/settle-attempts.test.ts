import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { beatWorker } from '#engine/worker/register-worker.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood, type HandWorker, released, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import type { ClaimedJob } from './claim/claimed-job.ts';
import { rescueJobs } from './rescue-jobs.ts';
import type { Settlement } from './settle-statement.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const settledTypes = new Set(['job.succeeded', 'job.failed', 'job.dead', 'job.cancelled']);

async function jobRow(id: string) {
  return await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
}

async function attemptsOf(jobId: string) {
  const orderBy = { fence: 'asc' } as const;
  const select = { number: true, fence: true, state: true, delayMs: true } as const;
  return await bundle.owner.client.attempt.findMany({ where: { jobId }, orderBy, select });
}

async function loseLease(worker: HandWorker): Promise<void> {
  await bundle.owner.client
    .$executeRaw`update workers set lease_until = ${justNow} where id = ${worker.workerId}::uuid`;
}

function deadOf(job: ClaimedJob): Settlement {
  return { ...failedForGood(job), to: 'DEAD' };
}

test('G3: a worker that lost its lease cannot finish the job, whatever it says and whenever it says it', async () => {
  const stage = await openStage(bundle);
  const ids = await stage.enqueue(200);
  const [stale, other] = [await stage.worker(), await stage.worker()];
  const claimed = await stale.claim({ slots: 200 });
  assert.equal(claimed.length, 200);
  await loseLease(stale);
  assert.equal((await rescueJobs(bundle.worker)).jobs, 200);
  const says = [succeeded, failedForGood, deadOf, released, (job: ClaimedJob) => retryLater(job, 0)];
  const refuseAll = async () => {
    for (const [n, say] of says.entries()) {
      const settled = await stale.settle(
        claimed.filter((_, index) => index % says.length === n).map((job) => say(job)),
      );
      assert.deepEqual([settled.accepted, settled.refused.length, settled.readied], [0, 40, 0]);
    }
  };
  const before = await bundle.owner.client.event.count();
  await refuseAll();
  const again = await other.claim({ slots: 200 });
  await refuseAll();
  assert.equal((await other.settle(again.map((job) => succeeded(job)))).accepted, 200);
  await refuseAll();
  assert.equal(await beatWorker(bundle.worker, { workerId: stale.workerId, leaseMs: 1_000, running: 1 }), false);
  const states = await bundle.owner.client.job.groupBy({
    by: ['state', 'fence', 'attempt', 'lastWorkerId'],
    where: { id: { in: ids } },
    _count: true,
  });
  assert.deepEqual(states, [{ state: 'SUCCEEDED', fence: 2, attempt: 1, lastWorkerId: other.workerId, _count: 200 }]);
  assert.equal(
    await bundle.owner.client.event.count(),
    before + 2,
    'one row for the claim, one for the success, none for 600 stale words',
  );
});

test('G3: one lost job in a batch takes nothing from the others', async () => {
  const stage = await openStage(bundle);
  await stage.enqueue(5);
  const worker = await stage.worker();
  const claimed = await worker.claim();
  valueOf(await cancelJob(stage.context, { id: claimed[2]?.jobId ?? '' }));
  const settled = await worker.settle(claimed.map((job) => succeeded(job, { done: true })));
  assert.deepEqual([settled.accepted, settled.refused.map(({ jobId }) => jobId)], [4, [claimed[2]?.jobId]]);
});

test('G3: what is said again of an attempt, together with how the next one of the same step ended, is no second end of it', async () => {
  const stage = await openStage(bundle);
  for (const isFirst of [true, false]) {
    for (const giveBack of [released, (job: ClaimedJob) => retryLater(job, 0)]) {
      const runId = await stage.run([{ id: 'only', type: 'noop' }]);
      const worker = await stage.worker();
      const [before] = await worker.claim();
      assert.ok(before !== undefined);
      // The database has it, and the worker never hears of that.
      assert.equal((await worker.settle([giveBack(before)])).accepted, 1);
      const [next] = await worker.claim();
      assert.ok(next !== undefined);
      const both = isFirst ? [giveBack(before), succeeded(next)] : [succeeded(next), giveBack(before)];
      const settled = await worker.settle(both);
      assert.deepEqual([settled.accepted, settled.readied], [1, 0]);
      assert.deepEqual(
        settled.refused.map(({ jobId, fence }) => [jobId, fence]),
        [[before.jobId, before.fence]],
      );
      const events = await bundle.owner.client.event.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
      assert.deepEqual(
        events.slice(-2).map(({ type, toState, entityIds, seq }) => [type, toState, entityIds, seq]),
        [
          ['job.succeeded', 'SUCCEEDED', [next.jobId], 6],
          ['run.succeeded', 'SUCCEEDED', [runId], 7],
        ],
      );
    }
  }
});

test('G3: a worker cannot end the job of another one, even if it names the right fence', async () => {
  const stage = await openStage(bundle);
  const [id = ''] = await stage.enqueue(1);
  const [holder, stranger] = [await stage.worker(), await stage.worker()];
  const [job] = await holder.claim();
  assert.ok(job !== undefined);
  const settled = await stranger.settle([{ ...succeeded(job), workerId: stranger.workerId }]);
  assert.deepEqual([settled.accepted, settled.refused.map(({ jobId }) => jobId)], [0, [id]]);
  assert.equal((await holder.settle([succeeded(job)])).accepted, 1);
});

test('G3: a late success that comes before the rescuer stands, one that comes after it is refused', async () => {
  const stage = await openStage(bundle);
  for (let round = 0; round < 10; round += 1) {
    const isSuccessFirst = round % 2 === 0;
    const [id = ''] = await stage.enqueue(1);
    const worker = await stage.worker();
    const [job] = await worker.claim();
    assert.ok(job !== undefined);
    await loseLease(worker);
    const held = await holdRows(bundle.ownerUrl, 'jobs', [id]);
    const success = () => worker.settle([succeeded(job)]);
    const rescue = () => rescueJobs(bundle.worker);
    // Each has read the job as running before the other writes.
    const first = isSuccessFirst ? success() : rescue();
    await whenWaiting(bundle.owner, 1);
    const second = isSuccessFirst ? rescue() : success();
    await whenWaiting(bundle.owner, 2);
    await held.release();
    await Promise.all([first, second]);
    assert.deepEqual(await stage.history(id), [
      'job.created',
      'job.started',
      isSuccessFirst ? 'job.succeeded' : 'job.released',
    ]);
    assert.equal((await jobRow(id)).state, isSuccessFirst ? 'SUCCEEDED' : 'PENDING');
    if (!isSuccessFirst) valueOf(await cancelJob(stage.context, { id }));
  }
});

test('G3: two rescuers and a late success at once: one of them has the job', async () => {
  const stage = await openStage(bundle);
  for (let round = 0; round < 60; round += 1) {
    await stage.enqueue(3);
    const worker = await stage.worker();
    const jobs = await worker.claim();
    await loseLease(worker);
    const [one, settled, other] = await Promise.all([
      rescueJobs(bundle.worker),
      worker.settle(jobs.map((job) => succeeded(job))),
      rescueJobs(bundle.worker),
    ]);
    assert.equal(one.jobs + settled.accepted + other.jobs, 3);
    // A sweep may have looked before the lease was lost in its snapshot: nobody has the jobs then but the success.
    const open = await bundle.owner.client.job.findMany({
      where: { tenantId: stage.context.tenantId, state: 'PENDING' },
      select: { id: true },
    });
    assert.equal(open.length, one.jobs + other.jobs);
    for (const { id } of open) valueOf(await cancelJob(stage.context, { id }));
  }
});

test('G2: a cancel and a completion at the same time: exactly one wins', async () => {
  const stage = await openStage(bundle);
  const ids = await stage.enqueue(160);
  const worker = await stage.worker();
  const jobs = await worker.claim({ slots: 160 });
  const race = async (job: ClaimedJob, n: number) => {
    const cancel = () => cancelJob(stage.context, { id: job.jobId });
    const settle = () => worker.settle([succeeded(job)]);
    const [answer, settled] =
      n % 2 === 0 ? await Promise.all([cancel(), settle()]) : (await Promise.all([settle(), cancel()])).toReversed();
    assert.ok(answer !== undefined && 'ok' in answer && settled !== undefined && 'accepted' in settled);
    assert.equal(answer.ok ? 1 : 0, 1 - settled.accepted);
    if (!answer.ok) assert.equal(answer.refusals[0]?.code, 'ILLEGAL_TRANSITION');
    const { state } = await jobRow(job.jobId);
    assert.equal(state, answer.ok ? 'CANCELLED' : 'SUCCEEDED');
  };
  for (let from = 0; from < jobs.length; from += 4) await Promise.all(jobs.slice(from, from + 4).map(race));
  for (const id of ids) {
    const ends = (await stage.history(id)).filter((type) => settledTypes.has(type));
    assert.equal(ends.length, 1);
  }
});

test('G2: of a cancel and a completion that wait for the same job, the first to come wins', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  for (const isCancelFirst of [true, false, true, false]) {
    const [id = ''] = await stage.enqueue(1);
    const jobs = await worker.claim();
    const held = await holdRows(bundle.ownerUrl, 'jobs', [id]);
    const cancel = () => cancelJob(stage.context, { id });
    const settle = () => worker.settle(jobs.map((job) => succeeded(job)));
    const first = isCancelFirst ? cancel() : settle();
    await whenWaiting(bundle.owner, 1);
    const second = isCancelFirst ? settle() : cancel();
    await whenWaiting(bundle.owner, 2);
    await held.release();
    await Promise.all([first, second]);
    assert.deepEqual(await stage.history(id), [
      'job.created',
      'job.started',
      isCancelFirst ? 'job.cancelled' : 'job.succeeded',
    ]);
  }
});

test('G2: a settled job stays settled, except that an operator may retry one that did not succeed', async () => {
  const stage = await openStage(bundle);
  const ends = { SUCCEEDED: succeeded, FAILED: failedForGood, DEAD: deadOf, CANCELLED: undefined };
  for (const [state, end] of Object.entries(ends)) {
    const [id = ''] = await stage.enqueue(1);
    const worker = await stage.worker();
    const [job] = await worker.claim();
    assert.ok(job !== undefined);
    if (end === undefined) valueOf(await cancelJob(stage.context, { id }));
    else await worker.settle([end(job)]);
    for (const say of [succeeded, failedForGood, deadOf, released])
      assert.equal((await worker.settle([say(job)])).accepted, 0);
    const cancelled = await cancelJob(stage.context, { id });
    assert.ok(!cancelled.ok && cancelled.refusals[0]?.code === 'ILLEGAL_TRANSITION');
    assert.equal((await jobRow(id)).state, state);
    const retried = await retryJob(stage.context, { id });
    assert.equal(retried.ok, state !== 'SUCCEEDED');
    if (!retried.ok) continue;
    assert.equal((await worker.settle([succeeded(job)])).accepted, 0, 'the first life is over');
    const [again] = await worker.claim();
    assert.deepEqual([again?.attempt, again?.fence], [1, 2]);
    assert.equal((await worker.settle([succeeded(job)])).accepted, 0);
    assert.deepEqual(
      (await attemptsOf(id)).map((attempt) => [attempt.number, attempt.state]),
      [[1, state]],
    );
    assert.equal((await worker.settle([succeeded(again ?? job)])).accepted, 1);
  }
});

test('an attempt given back does not count, and is remembered', async () => {
  const stage = await openStage(bundle);
  const [id = ''] = await stage.enqueue(1);
  const worker = await stage.worker();
  for (let n = 1; n <= 5; n += 1) {
    const [job] = await worker.claim();
    assert.ok(job !== undefined);
    assert.deepEqual([job.attempt, job.fence], [1, n]);
    const settled = await worker.settle([released(job)]);
    assert.deepEqual([settled.accepted, settled.readied], [1, 1]);
    assert.equal((await jobRow(id)).attempt, 0);
  }
  const kept = (await attemptsOf(id)).map(({ number, fence, state }) => [number, fence, state]);
  assert.deepEqual(
    kept,
    [1, 2, 3, 4, 5].map((fence) => [1, fence, 'RELEASED']),
  );
});

const strategies = { FIXED: [20, 20, 20], LINEAR: [20, 40, 60], EXPONENTIAL: [20, 40, 70] };

test('a failing job is retried as its strategy says and ends DEAD, every attempt kept', async () => {
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  const ids: Record<string, string> = {};
  for (const strategy of Object.keys(strategies)) {
    const retry = { maxAttempts: 4, strategy, baseDelay: 'PT0.02S', maxDelay: 'PT0.07S', jitter: 'NONE' };
    await stage.task(strategy, { name: 'fail' }, { retry });
    const [id = ''] = await stage.enqueue([{ task: strategy }]);
    ids[strategy] = id;
  }
  const worker = await bundle.startWorker({ queues: [stage.queue] });
  await ledger.seen('dead job', (event) => event.type === 'job.dead', 3);
  await worker.stop(0);
  ledger.close();
  for (const [strategy, delays] of Object.entries(strategies)) {
    const id = ids[strategy] ?? '';
    const { state, attempt, reasonCode, reason, error, startedAt } = await jobRow(id);
    assert.deepEqual({ state, attempt, reasonCode }, { state: 'DEAD', attempt: 4, reasonCode: 'FAIL' });
    assert.match(reason ?? '', /attempt 4 of 4 failed and none is left/);
    assert.deepEqual(error, { type: 'FAIL', message: 'fails on purpose, always', retryable: true });
    const kept = await bundle.owner.client.attempt.findMany({ where: { jobId: id }, orderBy: { fence: 'asc' } });
    assert.deepEqual(
      kept.map((one) => [one.number, one.state, Number(one.delayMs)]),
      delays.map((delayMs, n) => [n + 1, 'FAILED', delayMs]),
    );
    const starts = [...kept.map((one) => one.startedAt), startedAt];
    for (const [n, one] of kept.entries()) {
      const waitedMs = (starts[n + 1]?.getTime() ?? 0) - one.finishedAt.getTime();
      assert.ok(waitedMs >= (delays[n] ?? 0), `attempt ${n + 2} began ${waitedMs} ms after the one before`);
    }
    const round = ['job.started', 'job.retrying'];
    assert.deepEqual(await stage.history(id), ['job.created', ...round, ...round, ...round, 'job.started', 'job.dead']);
  }
});

test('an error that may not be retried ends FAILED at once, and one that passes ends SUCCEEDED', async () => {
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  const retry = { maxAttempts: 4, strategy: 'FIXED', baseDelay: 'PT0.01S', jitter: 'NONE' };
  await stage.task('hopeless', { name: 'fail', options: { retryable: false } }, { retry });
  await stage.task('passing', { name: 'fail', options: { times: 2 } }, { retry });
  const [hopeless = '', passing = ''] = await stage.enqueue([{ task: 'hopeless' }, { task: 'passing' }]);
  const worker = await bundle.startWorker({ queues: [stage.queue] });
  await ledger.seen('settled job', (event) => settledTypes.has(event.type), 2);
  await worker.stop(0);
  ledger.close();
  const ends = await Promise.all([hopeless, passing].map(jobRow));
  assert.deepEqual(
    ends.map((job) => [job.state, job.attempt]),
    [
      ['FAILED', 1],
      ['SUCCEEDED', 3],
    ],
  );
  assert.deepEqual(await attemptsOf(hopeless), []);
  assert.deepEqual(
    (await attemptsOf(passing)).map((one) => one.number),
    [1, 2],
  );
  assert.deepEqual(ends[1]?.result, { attempt: 3 });
});
