import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { jobBounds } from '#domain/bounds/job.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { isConnectionFault } from '#engine/store/faults.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';
import { freePort } from '#scripts/free-port.ts';
import { startLocalPostgres } from '#scripts/postgres/local-postgres.ts';
import { applyMigrations } from '#scripts/postgres/migrations.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type EnqueueJobInput, enqueueJobs } from './enqueue-jobs.ts';
import { insertJobs } from './insert/insert-jobs.ts';

let bundle: Bundle;
let stage: Stage;
before(async () => {
  bundle = await openBundle();
  stage = await openStage(bundle);
});
after(() => bundle.close());

async function stored(tenantId = stage.context.tenantId) {
  const [row] = await bundle.owner.client.$queryRaw<{ jobs: number; keys: number; events: number }[]>`
    select (select count(*)::int from jobs where tenant_id = ${tenantId}::uuid) as jobs,
      (select count(*)::int from idempotency_keys where tenant_id = ${tenantId}::uuid) as keys,
      (select count(*)::int from events where tenant_id = ${tenantId}::uuid) as events`;
  return row;
}

async function refusalsOf(jobs: EnqueueJobInput[]): Promise<[RefusalCode, string][]> {
  const before = await stored();
  const outcome = await enqueueJobs(stage.context, { jobs });
  assert.deepEqual(await stored(), before, 'a refusal stores nothing');
  if (outcome.ok) return [];
  for (const { message } of outcome.refusals) assert.ok(message.length > 10);
  return outcome.refusals.map(({ code, path }) => [code, path.join('.')]);
}

const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);
const good: EnqueueJobInput = { task: 'noop' };
const bad: { title: string; job: EnqueueJobInput; code: RefusalCode; path: string }[] = [
  { title: 'an unknown task', job: { task: 'nobody' }, code: 'UNKNOWN_TASK', path: 'task' },
  { title: 'a task named with a NUL', job: { task: 'no\u0000op' }, code: 'UNKNOWN_TASK', path: 'task' },
  { title: 'a task of another tenant', job: { task: 'theirs' }, code: 'UNKNOWN_TASK', path: 'task' },
  { title: 'an unknown queue', job: { ...good, queue: 'nowhere' }, code: 'NOT_FOUND', path: 'queue' },
  { title: 'a queue named with a NUL', job: { ...good, queue: '\u0000' }, code: 'NOT_FOUND', path: 'queue' },
  { title: 'a queue of another tenant', job: { ...good, queue: 'their-queue' }, code: 'NOT_FOUND', path: 'queue' },
  {
    title: 'params larger than they may be',
    job: { ...good, params: 'x'.repeat(valueBounds.payloadSizeBytesMax - 1) },
    code: 'TOO_LARGE',
    path: 'params',
  },
  {
    title: 'params larger in bytes than in characters',
    job: { ...good, params: `x${'ü'.repeat(valueBounds.payloadSizeBytesMax / 2 - 1)}` },
    code: 'TOO_LARGE',
    path: 'params',
  },
  { title: 'params with a NUL', job: { ...good, params: { text: 'a\u0000b' } }, code: 'BAD_INPUT', path: 'params' },
  { title: 'a key with a NUL', job: { ...good, params: { 'a\u0000b': 1 } }, code: 'BAD_INPUT', path: 'params' },
  { title: 'half of a surrogate pair', job: { ...good, params: ['\ud83d'] }, code: 'BAD_INPUT', path: 'params' },
  {
    title: 'a key that reaches a prototype',
    job: { ...good, params: JSON.parse('{"a":{"__proto__":{"polluted":1}}}') },
    code: 'BAD_INPUT',
    path: 'params',
  },
  {
    title: 'a constructor key',
    job: { ...good, params: { constructor: { prototype: {} } } },
    code: 'BAD_INPUT',
    path: 'params',
  },
  {
    title: 'params nested too deep',
    job: { ...good, params: nested(valueBounds.jsonDepthMax + 1) },
    code: 'BAD_INPUT',
    path: 'params',
  },
  {
    title: 'a number that JSON cannot carry',
    job: { ...good, params: { n: Number.POSITIVE_INFINITY } },
    code: 'BAD_INPUT',
    path: 'params',
  },
  {
    title: 'params that break the schema',
    job: { task: 'strict', params: { count: 'one' } },
    code: 'PARAMS_INVALID',
    path: 'params.count',
  },
  { title: 'a delay that is none', job: { ...good, delay: 'soon' }, code: 'BAD_DURATION', path: 'delay' },
  { title: 'a negative delay', job: { ...good, delay: '-PT5S' }, code: 'BAD_DURATION', path: 'delay' },
  { title: 'a delay of a thousand years', job: { ...good, delay: 'P1000Y' }, code: 'BAD_DURATION', path: 'delay' },
  {
    title: 'both a time and a delay',
    job: { ...good, runAt: new Date(), delay: 'PT1S' },
    code: 'BAD_INPUT',
    path: 'delay',
  },
  { title: 'a fraction of a priority', job: { ...good, priority: 0.5 }, code: 'BAD_INPUT', path: 'priority' },
  {
    title: 'too high a priority',
    job: { ...good, priority: jobBounds.priorityMax + 1 },
    code: 'BAD_INPUT',
    path: 'priority',
  },
  {
    title: 'an empty idempotency key',
    job: { ...good, idempotencyKey: '' },
    code: 'BAD_INPUT',
    path: 'idempotencyKey',
  },
  {
    title: 'an idempotency key with a NUL',
    job: { ...good, idempotencyKey: '\u0000' },
    code: 'BAD_INPUT',
    path: 'idempotencyKey',
  },
  {
    title: 'an endless correlation id',
    job: { ...good, correlationId: 'x'.repeat(201) },
    code: 'BAD_INPUT',
    path: 'correlationId',
  },
  { title: 'a label with a NUL', job: { ...good, labels: { a: '\u0000' } }, code: 'BAD_INPUT', path: 'labels' },
  {
    title: 'a label that reaches a prototype',
    job: { ...good, labels: JSON.parse('{"__proto__":"x"}') },
    code: 'BAD_INPUT',
    path: 'labels',
  },
  {
    title: 'too many labels',
    job: {
      ...good,
      labels: Object.fromEntries(Array.from({ length: valueBounds.labelsMax + 1 }, (_, n) => [`l${n}`, 'x'])),
    },
    code: 'BAD_INPUT',
    path: 'labels',
  },
];

test('G7: whatever is wrong with one job of a call is refused with its code and place, and none of them is stored', async () => {
  await stage.task(
    'strict',
    { name: 'echo' },
    { inputSchema: { type: 'object', properties: { count: { type: 'integer' } } } },
  );
  const other = await openStage(bundle);
  await other.task('theirs', { name: 'noop' });
  valueOf(await upsertQueue(other.context, { name: 'their-queue' }));
  for (const { title, job, code, path } of bad) {
    assert.deepEqual(
      await refusalsOf([good, { ...good, idempotencyKey: `key ${title}` }, job]),
      [[code, `jobs.2.${path}`]],
      title,
    );
  }
  assert.deepEqual(await refusalsOf([{ task: 'nobody' }, good, { ...good, priority: 0.5 }]), [
    ['BAD_INPUT', 'jobs.2.priority'],
  ]);
  assert.deepEqual(await refusalsOf([{ task: 'nobody' }, { ...good, queue: 'nowhere' }]), [
    ['UNKNOWN_TASK', 'jobs.0.task'],
    ['NOT_FOUND', 'jobs.1.queue'],
  ]);
  assert.equal('polluted' in {}, false);
});

test('a call has one to a thousand jobs, and an actor who may enqueue', async () => {
  assert.deepEqual(await refusalsOf([]), [['BAD_INPUT', 'jobs']]);
  assert.deepEqual(await refusalsOf(Array.from({ length: jobBounds.enqueueBatchMax + 1 }, () => good)), [
    ['TOO_LARGE', 'jobs'],
  ]);
  const viewer = await bundle.tenant({ role: 'VIEWER' });
  await registerBuiltin({ ...viewer, actor: stage.context.actor }, 'noop', { name: 'noop' });
  const refused = await enqueueJobs(viewer, { jobs: [good] });
  assert.equal(refused.ok ? undefined : refused.refusals[0]?.code, 'FORBIDDEN');
  const most = await openStage(bundle);
  assert.equal((await most.enqueue(jobBounds.enqueueBatchMax)).length, 1_000);
  assert.equal((await stored(most.context.tenantId))?.jobs, 1_000);
});

test('params as large as they may be are stored; of one byte more the refusal says how many there are and may be', async () => {
  const most = 'x'.repeat(valueBounds.payloadSizeBytesMax - 2);
  const [id = ''] = await stage.enqueue([{ ...good, params: most }]);
  assert.equal((await bundle.owner.client.job.findFirstOrThrow({ where: { id } })).params, most);
  const more = await enqueueJobs(stage.context, { jobs: [{ ...good, params: `${most}x` }] });
  assert.match(more.ok ? '' : (more.refusals[0]?.message ?? ''), /have 262145 bytes, 262144 is the most/);
});

test('what was given is stored as it was given', async () => {
  const params = { text: 'Zoë 🚀 "quoted" \\ {} \n', list: [1, -0.5, 1e300, null, true, []], empty: {} };
  const labels = { region: 'north', 'odd, key': '{"}' };
  const [id = ''] = await stage.enqueue([{ ...good, params, labels, correlationId: 'a,b}"', priority: -7 }]);
  const job = await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
  assert.deepEqual([job.params, job.labels, job.correlationId, job.priority], [params, labels, 'a,b}"', -7]);
});

test('G7: nothing is visible before the commit, and nothing is left after a rollback', async () => {
  const task = await bundle.owner.client.taskVersion.findFirstOrThrow({ where: { tenantId: stage.context.tenantId } });
  const { tenantId, taskId, id: taskVersionId, queueId } = task;
  const worker = await stage.worker();
  const before = await stored();
  for (const isKept of [false, true]) {
    const work = transaction(bundle.web, tenantId, async (tx) => {
      const shape = {
        tenantId,
        taskId,
        taskVersionId,
        queueId,
        priority: 0,
        maxAttempts: 1,
        state: 'PENDING',
      } as const;
      await insertJobs(tx.client, [{ ...shape, id: newId() }], 'test');
      assert.deepEqual(await stored(), before);
      if (!isKept) throw new Error('rolled back');
    });
    if (isKept) await work;
    else await assert.rejects(work, /rolled back/);
    if (!isKept) assert.deepEqual(await stored(), before);
  }
  assert.equal((await stored())?.jobs, (before?.jobs ?? 0) + 1);
  assert.ok((await worker.claim()).length > 0);
});

test('G7: the same idempotency key with the same body is the same job, with another body a conflict', async () => {
  const body = { task: 'echo', params: { b: 1, a: [{ d: 1, c: 2 }] }, idempotencyKey: 'once', delay: 'PT1H' };
  const first = valueOf(await enqueueJobs(stage.context, { jobs: [body] }));
  assert.deepEqual(
    [first.idempotentReplay, first.jobs[0]?.isReplay, first.jobs[0]?.state],
    [false, false, 'SCHEDULED'],
  );
  const sameInOtherOrder = {
    delay: 'PT1H',
    idempotencyKey: 'once',
    params: { a: [{ c: 2, d: 1 }], b: 1 },
    task: 'echo',
  };
  const before = await stored();
  const again = valueOf(await enqueueJobs(stage.context, { jobs: [sameInOtherOrder] }));
  assert.deepEqual(
    [again.idempotentReplay, again.jobs[0]?.id, again.jobs[0]?.state],
    [true, first.jobs[0]?.id, 'SCHEDULED'],
  );
  assert.deepEqual(await stored(), before);
  for (const other of [
    { ...body, params: {} },
    { ...body, task: 'noop' },
    { ...body, delay: 'PT2H' },
    { ...body, priority: 1 },
  ]) {
    assert.deepEqual(await refusalsOf([good, other]), [['IDEMPOTENCY_CONFLICT', 'jobs.1.idempotencyKey']]);
  }
  assert.deepEqual(
    await refusalsOf([
      { ...good, idempotencyKey: 'twice' },
      { ...good, idempotencyKey: 'twice' },
    ]),
    [['IDEMPOTENCY_CONFLICT', 'jobs.1.idempotencyKey']],
  );
  const mixed = valueOf(await enqueueJobs(stage.context, { jobs: [body, good] }));
  assert.deepEqual([mixed.idempotentReplay, mixed.jobs.map((job) => job.isReplay)], [false, [true, false]]);
  const elsewhere = await openStage(bundle);
  const theirs = valueOf(await enqueueJobs(elsewhere.context, { jobs: [body] }));
  assert.notEqual(theirs.jobs[0]?.id, first.jobs[0]?.id, 'a key belongs to its tenant');
});

test('G7: fifty calls at once with the same key make one job', async () => {
  const before = await stored();
  const calls = Array.from({ length: 50 }, () =>
    enqueueJobs(stage.context, { jobs: [{ ...good, idempotencyKey: 'at once' }] }),
  );
  const answers = (await Promise.all(calls)).map(valueOf);
  assert.equal(new Set(answers.map((answer) => answer.jobs[0]?.id)).size, 1);
  assert.equal(answers.filter((answer) => !answer.idempotentReplay).length, 1);
  assert.equal((await stored())?.jobs, (before?.jobs ?? 0) + 1);
});

test('G12: a tenant never has more waiting jobs than it may, however many calls come at once', async () => {
  const context = await bundle.tenant({ limits: { maxQueuedJobs: 7 } });
  await registerBuiltin(context, 'noop', { name: 'noop' });
  const calls = Array.from({ length: 20 }, (_, n) =>
    enqueueJobs(context, {
      jobs: [
        { ...good, idempotencyKey: `n${n}` },
        { ...good, delay: 'PT1H' },
      ],
    }),
  );
  const answers = await Promise.all(calls);
  assert.equal(answers.filter((answer) => answer.ok).length, 3);
  for (const answer of answers)
    if (!answer.ok)
      assert.deepEqual(
        answer.refusals.map(({ code, path }) => [code, path]),
        [['LIMIT_REACHED', ['jobs']]],
      );
  assert.equal((await stored(context.tenantId))?.jobs, 6);
  const first = answers.findIndex((answer) => answer.ok);
  assert.ok(
    (await enqueueJobs(context, { jobs: [{ ...good, idempotencyKey: `n${first}` }, good] })).ok,
    'a replay takes no room',
  );
  assert.ok(!(await enqueueJobs(context, { jobs: [good] })).ok);
});

test('G1: no acknowledged job is lost when PostgreSQL is killed in the middle of it and starts again', {
  timeout: 120_000,
}, async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'taskflow-durable-'));
  await chmod(dataDirectory, 0o755);
  const server = await startLocalPostgres({ dataDirectory, port: await freePort() });
  await applyMigrations(server.url);
  const durable = await openBundle({ ownerUrl: server.url, drop: async () => undefined });
  const context = await durable.tenant();
  await registerBuiltin(context, 'noop', { name: 'noop' });
  const acknowledged: string[] = [];
  const killed = Promise.withResolvers<void>();
  const enqueueOn = async () => {
    for (;;) {
      const outcome = await enqueueJobs(context, { jobs: Array.from({ length: 10 }, () => good) });
      acknowledged.push(...valueOf(outcome).jobs.map((job) => job.id));
      if (acknowledged.length >= 1_000) killed.resolve();
    }
  };
  const clients = Array.from({ length: 6 }, () => assert.rejects(enqueueOn(), isConnectionFault));
  await killed.promise;
  const [postmaster] = (await readFile(join(dataDirectory, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(postmaster), 'SIGKILL');
  await Promise.all(clients);
  await durable.close();
  await server.stop();
  const again = await startLocalPostgres({ dataDirectory, port: await freePort() });
  const client = new pg.Client({ connectionString: again.url });
  await client.connect();
  const found = await client.query(`select count(*)::int as jobs from jobs where id = any($1) and state = 'PENDING'`, [
    acknowledged,
  ]);
  assert.equal(found.rows[0]?.jobs, acknowledged.length);
  // Calls that were not answered are there whole, with their events, or not at all.
  const whole = await client.query(`
    select count(*)::int as calls, count(*) filter (where cardinality(entity_ids) <> 10 or jobs <> 10)::int as broken, sum(jobs)::int as jobs,
      (select count(*)::int from jobs) as stored
    from (select e.entity_ids, (select count(*) from jobs j where j.id = any(e.entity_ids)) as jobs from events e where type = 'job.created') c`);
  assert.equal(whole.rows[0]?.broken, 0);
  assert.equal(whole.rows[0]?.jobs, whole.rows[0]?.stored);
  await client.end();
  await again.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

test('a field that is null says the same as one that is absent, for the idempotency key too', async () => {
  const keyed = { ...good, idempotencyKey: `same ${stage.queue}` };
  const nulls = { queue: null, priority: null, runAt: null, delay: null, correlationId: null, labels: null };
  const [first] = valueOf(await enqueueJobs(stage.context, { jobs: [keyed] })).jobs;
  const again = valueOf(await enqueueJobs(stage.context, { jobs: [{ ...keyed, ...nulls }] }));
  assert.deepEqual([again.jobs[0]?.id, again.idempotentReplay], [first?.id, true]);
});
