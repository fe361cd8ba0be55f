import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pageBounds } from '#domain/bounds/page.ts';
import type { JobFilter } from '#domain/job/job-filter.ts';
import { jobStates } from '#domain/machines.ts';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import type { Connection } from '#engine/event/connection.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { type EnqueueJobInput, enqueueJobs } from './enqueue-jobs.ts';
import type { JobRow } from './job-rows.ts';
import { listJobs } from './list-jobs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(async () => {
  await bundle.close();
});

async function tenant(): Promise<Context> {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'nightly-report', { name: 'noop' });
  await registerBuiltin(context, 'invoice', { name: 'noop' });
  valueOf(await upsertQueue(context, { name: 'billing' }));
  return context;
}

async function enqueue(context: Context, jobs: EnqueueJobInput[]): Promise<string[]> {
  return valueOf(await enqueueJobs(context, { jobs })).jobs.map((job) => job.id);
}

async function page(
  context: Context,
  filter: JobFilter = {},
  more: { first?: number; after?: string | null } = {},
): Promise<Connection<JobRow>> {
  return valueOf(await listJobs(context, { filter, ...more }));
}

async function idsOf(context: Context, filter: JobFilter): Promise<string[]> {
  return (await page(context, filter)).nodes.map((job) => job.id);
}

test('pages hold every job once, the newest first, while new jobs arrive', async () => {
  const context = await tenant();
  const ids = await enqueue(
    context,
    Array.from({ length: 23 }, () => ({ task: 'invoice' })),
  );
  const seen: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 5; pages += 1) {
    const { nodes, hasNextPage, endCursor, totalCount, totalCountExact } = await page(context, {}, { first: 5, after });
    seen.push(...nodes.map((job) => job.id));
    assert.deepEqual([totalCount, totalCountExact], [23 + pages, true]);
    assert.equal(hasNextPage, pages < 4);
    after = endCursor;
    await enqueue(context, [{ task: 'invoice' }]);
  }
  assert.deepEqual(seen, [...ids].reverse());
});

test('every filter finds what it names and nothing else', async () => {
  const context = await tenant();
  const [plain = '', billed = '', labelled = '', later = '', cancelled = '', correlated = ''] = await enqueue(context, [
    { task: 'invoice' },
    { task: 'invoice', queue: 'billing' },
    { task: 'nightly-report', labels: { env: 'prod', team: 'ops' } },
    { task: 'invoice', delay: 'PT1H' },
    { task: 'nightly-report' },
    { task: 'invoice', correlationId: 'order 7' },
  ]);
  valueOf(await cancelJob(context, { id: cancelled }));
  assert.deepEqual(await idsOf(context, { queue: 'billing' }), [billed]);
  assert.deepEqual(await idsOf(context, { task: 'nightly-report' }), [cancelled, labelled]);
  assert.deepEqual(await idsOf(context, { states: ['SCHEDULED'] }), [later]);
  assert.deepEqual(await idsOf(context, { states: ['CANCELLED', 'DEAD'] }), [cancelled]);
  assert.deepEqual(await idsOf(context, { states: ['CANCELLED', 'SUCCEEDED'], task: 'nightly-report' }), [cancelled]);
  assert.deepEqual(await idsOf(context, { states: ['PENDING', 'SUCCEEDED'], task: 'invoice' }), [
    correlated,
    billed,
    plain,
  ]);
  assert.deepEqual(await idsOf(context, { labels: { env: 'prod' } }), [labelled]);
  assert.deepEqual(await idsOf(context, { labels: { env: 'prod', team: 'dev' } }), []);
  assert.deepEqual(await idsOf(context, { correlationId: 'order 7' }), [correlated]);
  assert.deepEqual(await idsOf(context, { finishedAfter: new Date(0) }), [cancelled]);
  assert.deepEqual(await idsOf(context, { createdBefore: new Date(0) }), []);
  assert.equal((await idsOf(context, { createdAfter: new Date(Date.now() - 60_000) })).length, 6);
  assert.deepEqual(await idsOf(context, { states: [] }), []);
  assert.deepEqual(await idsOf(context, { queue: 'nowhere' }), []);
  assert.deepEqual(await idsOf(context, { run: newId() }), []);
});

test('a query says the same as a filter, and both must hold', async () => {
  const context = await tenant();
  const [billed = '', report = '', other = ''] = await enqueue(context, [
    { task: 'invoice', queue: 'billing', labels: { env: 'prod' } },
    { task: 'nightly-report', correlationId: 'c-1' },
    { task: 'invoice' },
  ]);
  assert.deepEqual(await idsOf(context, { query: 'state:pending queue:billing label:env=prod created:>-1h' }), [
    billed,
  ]);
  assert.deepEqual(await idsOf(context, { query: 'NIGHTLY' }), [report]);
  assert.deepEqual(await idsOf(context, { query: 'c-1' }), [report]);
  assert.deepEqual(await idsOf(context, { query: `job_${other}` }), [other]);
  assert.deepEqual(await idsOf(context, { query: 'task:invoice,nightly-report' }), [other, report, billed]);
  assert.deepEqual(await idsOf(context, { query: 'task:invoice', task: 'nightly-report' }), []);
  assert.deepEqual(await idsOf(context, { query: 'state:failed', states: ['PENDING'] }), []);
});

test('what cannot be read is refused with its place', async () => {
  const context = await tenant();
  const refused = async (request: Parameters<typeof listJobs>[1]) => {
    const outcome = await listJobs(context, request);
    return outcome.ok ? '' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.path.join('.')}`;
  };
  assert.equal(await refused({ filter: { query: 'colour:red' } }), 'BAD_INPUT filter.query');
  assert.equal(await refused({ filter: { query: 'state:purple' } }), 'BAD_INPUT filter.query');
  assert.equal(await refused({ filter: { labels: { a: 1 } } }), 'BAD_INPUT filter.labels.a');
  assert.equal(await refused({ first: 201 }), 'BAD_INPUT first');
  assert.equal(await refused({ first: 0 }), 'BAD_INPUT first');
  assert.equal(await refused({ after: 'nonsense' }), 'BAD_INPUT after');
});

const madeAtMs = 1_700_000_000_000;

/** Jobs of every state and two queues, one a millisecond, settled at once or 60 or 120 ms later, written as they would lie there after a while. */
async function manyJobs(context: Context, count: number): Promise<void> {
  await bundle.owner.client.$executeRaw(Prisma.sql`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, worker_id, run_at, due_at, created_at, finished_at)
    select ${context.tenantId}::uuid, (lpad(to_hex(${madeAtMs}::bigint + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
      q.id, t.id, t.id, state, 0, 3, case when state = 'RUNNING' then t.id end, case when state = 'SCHEDULED' then now() end, at, at,
      case when state in ('SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'SKIPPED') then at + n % 3 * interval '60 milliseconds' end
    from generate_series(1, ${count}::int) n
    cross join lateral (select to_timestamp((${madeAtMs}::float8 + n) / 1000) as at) a
    cross join lateral (select (enum_range(null::job_state))[1 + n % 8] as state) s
    join (select id, row_number() over (order by name) as nth from queues where tenant_id = ${context.tenantId}::uuid) q on q.nth = 1 + n / 8 % 2
    join tasks t on t.tenant_id = ${context.tenantId}::uuid and t.name = 'invoice'`);
}

async function everyJob(context: Context): Promise<JobRow[]> {
  const first = await page(context, {}, { first: 200 });
  const second = await page(context, {}, { first: 200, after: first.endCursor });
  return [...first.nodes, ...second.nodes];
}

test('a list put together from several indexes is the list that one look at every job would give', async () => {
  const context = await tenant();
  await manyJobs(context, 400);
  const all = await everyJob(context);
  assert.equal(all.length, 400);
  for (let mask = 1; mask < 2 ** jobStates.length; mask += 7) {
    const states = jobStates.filter((_, bit) => (mask >> bit) % 2 === 1);
    for (const queue of [undefined, 'billing']) {
      const filter = { states, ...(queue === undefined ? {} : { queue }) };
      const { nodes, totalCount } = await page(context, filter, { first: 30 });
      const queueId = nodes[0]?.queueId;
      const wanted = all.filter(
        (job) => states.includes(job.state) && (queue === undefined || job.queueId === queueId),
      );
      assert.deepEqual(
        nodes.map((job) => job.id),
        wanted.slice(0, 30).map((job) => job.id),
        states.join(),
      );
      assert.equal(totalCount, wanted.length, states.join());
    }
  }
});

test('a queue too full to be sorted is listed all the same, and its count is a lower bound', async () => {
  const context = await tenant();
  await manyJobs(context, 8 * pageBounds.countScanMax + 80);
  const { nodes, totalCount, totalCountExact } = await page(context, {
    states: ['PENDING', 'RUNNING'],
    queue: 'billing',
  });
  assert.deepEqual([nodes.length, totalCountExact, totalCount <= pageBounds.countMax], [50, false, true]);
  assert.deepEqual(new Set(nodes.map((job) => job.state)), new Set(['PENDING', 'RUNNING']));
});

test('jobs that settled after an instant are listed whether they were made before it or after', async () => {
  const context = await tenant();
  await manyJobs(context, 400);
  const all = await everyJob(context);
  for (const afterMs of [madeAtMs + 395, madeAtMs + 450, madeAtMs + 200, madeAtMs]) {
    for (const narrowing of [{}, { task: 'invoice' }, { states: ['FAILED' as const] }]) {
      const wanted = all
        .filter(
          (job) => (job.finishedAt?.getTime() ?? 0) >= afterMs && (narrowing.states ?? [job.state]).includes(job.state),
        )
        .map((job) => job.id);
      const finishedAfter = new Date(afterMs);
      const first = await page(context, { ...narrowing, finishedAfter }, { first: 30 });
      const next = await page(context, { ...narrowing, finishedAfter }, { first: 30, after: first.endCursor });
      const listed = first.hasNextPage ? [...first.nodes, ...next.nodes] : first.nodes;
      assert.ok(wanted.length > 0);
      assert.deepEqual(
        listed.map((job) => job.id),
        wanted.slice(0, 60),
      );
      assert.equal(first.totalCount, wanted.length);
    }
  }
});
