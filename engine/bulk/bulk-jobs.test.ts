import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobBounds } from '#domain/bounds/job.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { loadAttempts } from '#engine/attempt/load-attempts.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { loadJobs } from '#engine/job/load-jobs.ts';
import { entitiesPerEventMax } from '#engine/job/move-jobs.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { storeWaiting } from '#testing/worlds/many-jobs.ts';
import type { BulkInput } from './bulk-jobs.ts';
import { cancelJob, cancelJobs } from './cancel-jobs.ts';
import { retryJob, retryJobs } from './retry-jobs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function statesOf(ids: readonly string[]): Promise<string[]> {
  const rows = await bundle.owner.client.job.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, state: true },
  });
  const states = new Map(rows.map((row) => [row.id, row.state]));
  return ids.map((id) => states.get(id) ?? 'gone');
}

async function eventCount(context: Context): Promise<number> {
  return await bundle.owner.client.event.count({ where: { tenantId: context.tenantId } });
}

/** Jobs of one queue: one waiting, one scheduled, one running, one succeeded, one failed, one cancelled. */
async function mixed(stage: Stage): Promise<Record<string, string>> {
  const worker = await stage.worker();
  const [succeeds = '', fails = '', running = ''] = await stage.enqueue(3);
  for (const job of await worker.claim()) {
    if (job.jobId === succeeds) await worker.settle([succeeded(job)]);
    if (job.jobId === fails) await worker.settle([failedForGood(job)]);
  }
  const [waiting = '', scheduled = '', cancelled = ''] = await stage.enqueue([
    { task: 'noop' },
    { task: 'noop', delay: 'PT1H' },
    { task: 'noop' },
  ]);
  valueOf(await cancelJob(stage.context, { id: cancelled }));
  return { succeeds, fails, running, waiting, scheduled, cancelled };
}

test('a bulk cancel ends what is open, names what it leaves and why, and tells the reason to history', async () => {
  const stage = await openStage(bundle);
  const jobs = await mixed(stage);
  const filter = { queue: stage.queue };
  const done = valueOf(await cancelJobs(stage.context, { filter, reason: 'the supplier is down' }));
  assert.deepEqual(done, {
    count: 3,
    jobIds: [jobs.scheduled, jobs.waiting, jobs.running],
    skipped: [
      { reason: 'already CANCELLED', count: 1 },
      { reason: 'already FAILED', count: 1 },
      { reason: 'already SUCCEEDED', count: 1 },
    ],
  });
  assert.deepEqual(await statesOf(Object.values(jobs)), [
    'SUCCEEDED',
    'FAILED',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
  ]);
  const events = await bundle.owner.client.event.findMany({
    where: { tenantId: stage.context.tenantId, reason: 'the supplier is down' },
    select: { fromState: true, toState: true, actor: true, entityIds: true },
  });
  assert.deepEqual(
    events.map(({ fromState, toState, actor, entityIds }) => [fromState, toState, actor, entityIds]).sort(),
    [
      ['PENDING', 'CANCELLED', 'system:test', [jobs.waiting]],
      ['RUNNING', 'CANCELLED', 'system:test', [jobs.running]],
      ['SCHEDULED', 'CANCELLED', 'system:test', [jobs.scheduled]],
    ],
  );
  assert.equal((await stage.history(jobs.running ?? '')).at(-1), 'job.cancelled');
});

test('a bulk retry gives failed jobs a fresh budget of attempts and keeps the ones they had', async () => {
  const stage = await openStage(bundle);
  const jobs = await mixed(stage);
  const done = valueOf(await retryJobs(stage.context, { filter: { queue: stage.queue } }));
  assert.deepEqual(done, {
    count: 2,
    jobIds: [jobs.cancelled, jobs.fails],
    skipped: [
      { reason: 'PENDING, not failed', count: 1 },
      { reason: 'RUNNING, not failed', count: 1 },
      { reason: 'SCHEDULED, not failed', count: 1 },
      { reason: 'already SUCCEEDED', count: 1 },
    ],
  });
  const [failed] = (await loadJobs(stage.context, [jobs.fails ?? ''])).values();
  assert.deepEqual([failed?.state, failed?.attempt], ['PENDING', 0]);
  const attempts = valueOf(await loadAttempts(stage.context, failed === undefined ? [] : [failed]));
  assert.deepEqual(
    attempts.get(jobs.fails ?? '')?.map((attempt) => [attempt.number, attempt.state]),
    [[1, 'FAILED']],
  );
});

test('a dry run changes nothing and says what the same call would then do', async () => {
  const stage = await openStage(bundle);
  const jobs = await mixed(stage);
  const before = await eventCount(stage.context);
  const filter = { queue: stage.queue };
  const [dryCancel, dryRetry] = [
    valueOf(await cancelJobs(stage.context, { filter, dryRun: true })),
    valueOf(await retryJobs(stage.context, { filter, dryRun: true })),
  ];
  assert.deepEqual(await statesOf(Object.values(jobs)), [
    'SUCCEEDED',
    'FAILED',
    'RUNNING',
    'PENDING',
    'SCHEDULED',
    'CANCELLED',
  ]);
  assert.equal(await eventCount(stage.context), before);
  assert.deepEqual(valueOf(await retryJobs(stage.context, { filter, expectedCount: dryRetry.count })), dryRetry);
  assert.equal(dryCancel.count, 3);
});

test('a bulk call that would change another number of jobs than expected changes none', async () => {
  const stage = await openStage(bundle);
  const ids = await stage.enqueue(3);
  const filter = { queue: stage.queue, states: ['PENDING'] as const };
  const { count } = valueOf(await cancelJobs(stage.context, { filter, dryRun: true }));
  const [late = ''] = await stage.enqueue(1);
  const outcome = await cancelJobs(stage.context, { filter, expectedCount: count });
  assert.ok(!outcome.ok);
  assert.deepEqual(outcome.refusals, [
    {
      code: 'VERSION_CONFLICT',
      message: '3 jobs were expected to change, now it would be 4: look again',
      path: ['expectedCount'],
    },
  ]);
  assert.deepEqual(await statesOf([...ids, late]), ['PENDING', 'PENDING', 'PENDING', 'PENDING']);
});

test('a job that left the states of the filter while the bulk call waited is not touched', async () => {
  const stage = await openStage(bundle);
  const ids = await stage.enqueue(2);
  const worker = await stage.worker();
  const held = await holdRows(bundle.ownerUrl, 'jobs', ids.slice(0, 1));
  const cancelling = cancelJobs(stage.context, { filter: { queue: stage.queue, states: ['PENDING'] } });
  await whenWaiting(bundle.owner, 1);
  assert.deepEqual(
    (await worker.claim()).map((job) => job.jobId),
    ids.slice(1),
  );
  await held.release();
  assert.deepEqual(valueOf(await cancelling).jobIds, ids.slice(0, 1));
  assert.deepEqual(await statesOf(ids), ['CANCELLED', 'RUNNING']);
});

test('of two bulk calls at once each job is changed by one, and both say the truth', async () => {
  const stage = await openStage(bundle);
  const ids = await stage.enqueue(300);
  const held = await holdRows(bundle.ownerUrl, 'jobs', ids.slice(0, 1));
  const calls = [1, 2].map(() => cancelJobs(stage.context, { filter: { queue: stage.queue } }));
  await whenWaiting(bundle.owner, 2);
  await held.release();
  const outcomes = (await Promise.all(calls)).map((outcome) => valueOf(outcome));
  assert.deepEqual(outcomes.map(({ count }) => count).sort(), [0, 300]);
  const told = await bundle.owner.client.$queryRaw<{ id: string; times: number }[]>`
    select entity_id as id, count(*)::int as times from events, unnest(entity_ids) as entity_id
    where tenant_id = ${stage.context.tenantId}::uuid and type = 'job.cancelled' group by entity_id`;
  assert.deepEqual([told.length, Math.max(...told.map(({ times }) => times))], [300, 1]);
  const calm = [1, 2].map(() => retryJobs(stage.context, { filter: { queue: stage.queue } }));
  const retried = (await Promise.all(calm)).map((outcome) => valueOf(outcome).count);
  assert.equal((retried[0] ?? 0) + (retried[1] ?? 0), 300);
});

test('cancelled steps move their runs on, and a step is never retried without its run', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { id: 'a', type: 'noop' },
    { id: 'b', type: 'noop' },
    { id: 'after', type: 'noop', dependencies: [{ task: 'a', on: 'completion' }] },
  ];
  const runs = [await stage.run(tasks), await stage.run(tasks)];
  const done = valueOf(await cancelJobs(stage.context, { filter: { queue: stage.queue }, reason: 'wrong data' }));
  assert.equal(done.count, 4);
  const steps = await bundle.owner.client.job.findMany({
    where: { runId: { in: runs } },
    orderBy: [{ runId: 'asc' }, { step: 'asc' }],
    select: { stepKey: true, state: true },
  });
  assert.deepEqual(
    steps.map(({ stepKey, state }) => `${stepKey} ${state}`),
    ['a CANCELLED', 'b CANCELLED', 'a CANCELLED', 'b CANCELLED'].flatMap((line, n) =>
      n % 2 === 1 ? [line, 'after PENDING'] : [line],
    ),
  );
  for (const runId of runs) {
    const events = await bundle.owner.client.event.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
    const seqs = events.flatMap((event) => event.entityIds.map((_, n) => (event.seq ?? 0) + n));
    assert.deepEqual(
      seqs,
      seqs.map((_, n) => n + 1),
      'the events of a run are numbered without gap',
    );
    assert.ok(events.some((event) => event.reason === 'wrong data' && event.actor === 'system:test'));
  }
  const retried = valueOf(await retryJobs(stage.context, { filter: { queue: stage.queue, states: ['CANCELLED'] } }));
  assert.deepEqual(retried, { count: 0, jobIds: [], skipped: [{ reason: 'a step: retry its run', count: 4 }] });
});

test('jobs of another tenant are not found, even by their ids', async () => {
  const [mine, theirs] = [await openStage(bundle), await openStage(bundle)];
  const [own = ''] = await mine.enqueue(1);
  const [foreign = ''] = await theirs.enqueue(1);
  const filter = { ids: [own, foreign, newId()] };
  assert.deepEqual(valueOf(await cancelJobs(mine.context, { filter })), { count: 1, jobIds: [own], skipped: [] });
  assert.deepEqual(valueOf(await retryJobs(mine.context, { filter })).jobIds, [own]);
  assert.deepEqual(await statesOf([own, foreign]), ['PENDING', 'PENDING']);
});

test('what a bulk call must not mean is refused with its reason', async () => {
  const stage = await openStage(bundle);
  const [id = ''] = await stage.enqueue(1);
  const refusal = async (input: BulkInput, context = stage.context) => {
    const outcomes = [await cancelJobs(context, input), await retryJobs(context, input)];
    const said = outcomes.map((outcome) =>
      outcome.ok ? 'done' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.path.join('.')}`.trim(),
    );
    assert.equal(said[0], said[1]);
    return said[0];
  };
  assert.equal(await refusal({ filter: {} }), 'BAD_INPUT filter');
  assert.equal(await refusal({ filter: { labels: {}, query: '  ' } }), 'BAD_INPUT filter');
  assert.equal(await refusal({ filter: { query: 'colour:red' } }), 'BAD_INPUT filter.query');
  assert.equal(
    await refusal({ filter: { ids: [id] }, reason: 'x'.repeat(valueBounds.textLengthMax + 1) }),
    'BAD_INPUT reason',
  );
  assert.equal(await refusal({ filter: { ids: [id] }, expectedCount: -1 }), 'BAD_INPUT expectedCount');
  assert.equal(
    await refusal({ filter: { ids: Array.from({ length: pageBounds.idsPerFilterMax + 1 }, () => id) } }),
    'TOO_LARGE filter.ids',
  );
  const viewer = { ...stage.context, actor: { ...stage.context.actor, permissions: new Set(['read'] as const) } };
  assert.equal(await refusal({ filter: { ids: [id] }, dryRun: true }, viewer), 'FORBIDDEN');
  assert.deepEqual(await statesOf([id]), ['PENDING']);
});

test('a retry, of one job or of many, keeps to what the tenant may have waiting', async () => {
  const context = await bundle.tenant({ limits: { maxQueuedJobs: 3 } });
  await registerBuiltin(context, 'noop', { name: 'noop' });
  const enqueue = async (count: number) => {
    const jobs = Array.from({ length: count }, () => ({ task: 'noop' }));
    return valueOf(await enqueueJobs(context, { jobs })).jobs.map((job) => job.id);
  };
  const [first = '', second = ''] = await enqueue(2);
  const filter = { ids: [first, second] };
  valueOf(await cancelJobs(context, { filter }));
  await enqueue(2);
  const over = await retryJobs(context, { filter });
  assert.deepEqual(over.ok ? [] : over.refusals, [
    {
      code: 'LIMIT_REACHED',
      message: 'the tenant may have 3 waiting jobs, has 2 and was given 2 more',
      path: ['filter'],
    },
  ]);
  valueOf(await retryJob(context, { id: first }));
  const one = await retryJob(context, { id: second });
  assert.deepEqual(one.ok ? [] : one.refusals.map(({ code, path }) => `${code} ${path}`), ['LIMIT_REACHED id']);
  assert.deepEqual(await statesOf([first, second]), ['PENDING', 'CANCELLED']);
});

test('more jobs than one call may change are refused, and none of them changes', async () => {
  const stage = await openStage(bundle);
  await storeWaiting(bundle, { stage, count: jobBounds.bulkJobsMax + 1 });
  const outcome = await cancelJobs(stage.context, { filter: { queue: stage.queue } });
  assert.ok(!outcome.ok);
  assert.equal(outcome.refusals[0]?.code, 'TOO_LARGE');
  assert.match(outcome.refusals[0]?.message ?? '', /more than 10,000 jobs match/);
  const where = { tenantId: stage.context.tenantId, state: 'PENDING' } as const;
  assert.equal(await bundle.owner.client.job.count({ where }), jobBounds.bulkJobsMax + 1);
});

test('a large bulk call tells history in rows of a bound size, and names its newest jobs only', async () => {
  const stage = await openStage(bundle);
  const count = entitiesPerEventMax + 100;
  await storeWaiting(bundle, { stage, count });
  const filter = { queue: stage.queue };
  const cancelled = valueOf(await cancelJobs(stage.context, { filter, expectedCount: count }));
  assert.deepEqual([cancelled.count, cancelled.jobIds.length], [count, jobBounds.bulkJobsShownMax]);
  const rows = await bundle.owner.client.$queryRaw<{ entries: number }[]>`
    select cardinality(entity_ids)::int as entries from events
    where tenant_id = ${stage.context.tenantId}::uuid and type = 'job.cancelled' order by id`;
  assert.deepEqual(
    rows.map(({ entries }) => entries),
    [entitiesPerEventMax, 100],
  );
  assert.equal(valueOf(await retryJobs(stage.context, { filter })).count, count);
});
