// What the event log tells of use is counted once, whatever is done at the same time, and told of once in a period.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { resetQuota } from '#engine/quota/reset-quota.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { lookOnce, openNoticeWorld } from '#testing/alert/notice-world.ts';
import { type Bundle, bundleOf, valueOf } from '#testing/bundle.ts';
import { refuseToWrite } from '#testing/probes/poison.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, type HandWorker, released, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { countAll, limitTenant, platform, usedOf } from '#testing/worlds/limited-tenants.ts';
import { countUsage } from './count-usage.ts';
import { judgeQuotas } from './judge-quotas.ts';

const chain = [
  { id: 'a', type: 'noop' },
  { id: 'b', type: 'noop', dependencies: ['a'] },
  { id: 'c', type: 'noop', dependencies: ['b'] },
];

async function workAll(worker: HandWorker): Promise<void> {
  for (let jobs = await worker.claim(); jobs.length > 0; jobs = await worker.claim())
    await worker.settle(jobs.map((job) => succeeded(job)));
}

// As if the attempts had begun so long ago.
async function spend({ owner }: Bundle, { context }: Stage, seconds: number): Promise<void> {
  await owner.client.$executeRaw`update jobs set started_at = started_at - ${seconds}::int * interval '1 second'
    where tenant_id = ${context.tenantId}::uuid and state = 'RUNNING'`;
}

async function spentMs({ owner }: Bundle, { context }: Stage): Promise<number> {
  const [row] = await owner.client.$queryRaw<{ ms: number }[]>`
    select sum(extract(epoch from finished_at - started_at) * 1000)::float8 as ms
    from (
      select started_at, finished_at from attempts where tenant_id = ${context.tenantId}::uuid
      union all
      select started_at, finished_at from jobs j
      where tenant_id = ${context.tenantId}::uuid and finished_at is not null
        and not exists (select from attempts a where a.job_id = j.id and a.fence = j.fence)
    ) spent`;
  return row?.ms ?? 0;
}

async function toldOf({ owner }: Bundle, { context }: Stage): Promise<string[]> {
  const events = await owner.client.event.findMany({
    where: {
      tenantId: context.tenantId,
      type: { in: ['quota.warned', 'quota.exhausted', 'alert.raised', 'alert.resolved'] },
    },
    orderBy: { id: 'asc' },
  });
  return events.map(({ type, reason }) => (type.startsWith('alert.raised') ? `${type} ${reason}` : type));
}

test('steps of runs count each once, the first of them at the start of its run, and go beyond the quota', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await countAll(bundle);
  await limitTenant(stage.context, 5);
  await stage.enqueue(2);
  const runs = [await stage.run(chain), await stage.run(chain)];
  assert.deepEqual(await usedOf(stage.context), [4]);
  await workAll(await stage.worker());
  await countAll(bundle);
  assert.deepEqual(await usedOf(stage.context), [8]);
  await countAll(bundle);
  assert.deepEqual(await usedOf(stage.context), [8], 'nothing is counted twice');
  valueOf(await retryRun(stage.context, { run: runs[0] ?? '', from: 'START' }));
  await workAll(await stage.worker());
  await countAll(bundle);
  assert.deepEqual(await usedOf(stage.context), [11], 'a rerun is never refused, and counts');
});

test('minutes are those of every attempt, exact to the millisecond, however it ended', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await countAll(bundle);
  await limitTenant(stage.context, 100, { measure: 'RUN_MINUTES' });
  await limitTenant(stage.context, 1_000, { measure: 'RUN_MINUTES', period: 'DAY' });
  await stage.enqueue(5);
  await stage.run([{ id: 'a', type: 'noop' }]);
  const worker = await stage.worker();
  const [first, second, third, fourth, ...others] = await worker.claim();
  assert.ok(first && second && third && fourth);
  await spend(bundle, stage, 61);
  await worker.settle([failedForGood(first), retryLater(second, 0), released(third)]);
  valueOf(await cancelJobs(stage.context, { filter: { ids: [fourth.jobId] } }));
  await worker.settle(others.map((job) => succeeded(job)));
  await countAll(bundle);
  const once = await spentMs(bundle, stage);
  assert.ok(once >= 6 * 61_000);
  const later = await worker.claim();
  assert.equal(later.length, 2);
  await worker.settle(later.map((job) => succeeded(job)));
  await countAll(bundle);
  const expected = (await spentMs(bundle, stage)) / 60_000;
  assert.deepEqual(await usedOf(stage.context), [expected, expected]);
});

test('duties that count at once, and one that is killed half-way, count each step and each attempt once', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await countAll(bundle);
  await limitTenant(stage.context, 1_000);
  await limitTenant(stage.context, 1_000, { measure: 'RUN_MINUTES' });
  for (let n = 0; n < 20; n += 1) await stage.run(chain);
  await workAll(await stage.worker());
  const kill = () => bundle.owner.client.$queryRaw`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test worker' and datname = current_database()`;
  for (let round = 0; round < 4; round += 1) {
    const looks = [0, 1, 2].map(() => countUsage(bundle.worker).catch(() => undefined));
    await kill();
    await Promise.all(looks);
  }
  await countAll(bundle);
  assert.deepEqual(await usedOf(stage.context), [60, (await spentMs(bundle, stage)) / 60_000]);
});

test('what happened before a quota was made or reset does not count for it', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await countAll(bundle);
  await stage.run(chain);
  await workAll(await stage.worker());
  const { id } = await limitTenant(stage.context, 100);
  await countAll(bundle);
  assert.deepEqual(await usedOf(stage.context), [0]);
  await stage.run(chain);
  await workAll(await stage.worker());
  valueOf(await resetQuota(platform(stage.context), { id, reason: 'a test run' }));
  await countAll(bundle);
  assert.deepEqual(await usedOf(stage.context), [0]);
});

test('a tenant that cannot be counted harms no other, and is counted again with what comes later', async (t) => {
  const bundle = await bundleOf(t);
  const stages = await Promise.all(Array.from({ length: 12 }, () => openStage(bundle)));
  await countAll(bundle);
  for (const { context } of stages) await limitTenant(context, 100);
  const runAll = async () => {
    for (const stage of stages) await stage.run(chain);
    for (const stage of stages) await workAll(await stage.worker());
  };
  await runAll();
  const poisoned = stages[5];
  assert.ok(poisoned);
  const cure = await refuseToWrite(bundle, {
    table: 'quota_room',
    on: 'update',
    when: `new.tenant_id = '${poisoned.context.tenantId}'`,
  });
  const count = await countUsage(bundle.worker);
  assert.deepEqual(
    count.poisoned.map(({ item }) => item.tenantId),
    [poisoned.context.tenantId],
  );
  await countAll(bundle);
  await cure();
  const used = await Promise.all(stages.map(async (stage) => (await usedOf(stage.context))[0]));
  assert.deepEqual(
    used,
    stages.map((stage) => (stage === poisoned ? 1 : 3)),
  );
  await runAll();
  await countAll(bundle);
  assert.deepEqual(await usedOf(poisoned.context), [4]);
});

test('a quota is told of at four fifths and at its end, once each, however many look; its alert goes when it stands better', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const look = () => Promise.all([0, 1, 2].map(() => judgeQuotas(bundle.worker)));
  const { id } = await limitTenant(stage.context, 10);
  await stage.enqueue(7);
  await look();
  assert.deepEqual(await toldOf(bundle, stage), []);
  await stage.enqueue(1);
  await look();
  await look();
  const warned = ['alert.raised QUOTA_WARNED', 'quota.warned'];
  assert.deepEqual(await toldOf(bundle, stage), warned);
  await stage.enqueue(2);
  await look();
  await look();
  const exhausted = [...warned, 'alert.resolved', 'alert.raised QUOTA_EXHAUSTED', 'quota.exhausted'];
  assert.deepEqual(await toldOf(bundle, stage), exhausted);
  const open = await bundle.owner.client.alert.findMany({ where: { tenantId: stage.context.tenantId, state: 'OPEN' } });
  assert.match(
    open[0]?.message ?? '',
    /^The quota of 10 jobs a month is used up, and nothing new is made: it begins anew at /,
  );
  valueOf(await resetQuota(platform(stage.context), { id, reason: 'agreed by phone' }));
  await look();
  assert.deepEqual(await toldOf(bundle, stage), [...exhausted, 'alert.resolved']);
  await limitTenant(stage.context, 1);
  await stage.enqueue(1);
  await look();
  assert.deepEqual((await toldOf(bundle, stage)).slice(-3), [
    'alert.raised QUOTA_EXHAUSTED',
    'quota.warned',
    'quota.exhausted',
  ]);
});

test('a rule carries a quota that is used up to its channels, and that it begins anew', async (t) => {
  const bundle = await bundleOf(t);
  await lookOnce(bundle);
  const world = await openNoticeWorld(bundle);
  const { id: channelId } = await world.channel();
  await world.rule(channelId, { name: 'full', on: 'QUOTA_EXHAUSTED' });
  const { id } = await limitTenant(world.context, 1);
  await world.enqueue(1);
  await judgeQuotas(bundle.worker);
  await lookOnce(bundle);
  const [first] = await world.deliveries();
  assert.match(first?.subject ?? '', /A quota is used up$/);
  assert.match(first?.text ?? '', /The quota of 1 job a month is used up, and nothing new is made: it begins anew at /);
  valueOf(await resetQuota(platform(world.context), { id, reason: 'agreed by phone' }));
  await lookOnce(bundle);
  assert.match((await world.deliveries()).at(-1)?.subject ?? '', /Over: no quota is used up any more$/);
});
