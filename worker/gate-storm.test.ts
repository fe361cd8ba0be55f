// Goal: no gate ever lets in more than there is room for, and nothing stays held or waiting, whoever is killed meanwhile.
// Method: workers in processes of their own are killed in the middle of their work; the event log then says, start by
// start and end by end in the order of its ids, how much of each gate was held.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upsertPool } from '#engine/gate/pool/upsert-pool.ts';
import { type Bundle, bundleOf, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { startWorkerProcess } from '#testing/worker/worker-process.ts';

const keys = ['a', 'b', 'c'];
const jobsPerKey = 10;
const cappedJobs = 20;
const jobsInAll = keys.length * jobsPerKey + cappedJobs;

/** Jobs that hold one of three mutexes and one of two licences each, and jobs of which three run at once. */
async function enqueueStorm(stage: Stage): Promise<void> {
  valueOf(await upsertPool(stage.context, { name: 'licences', capacity: 2 }));
  const slow = { name: 'sleep', options: { ms: 60 } };
  await stage.task('keyed', slow, { mutex: ['key-${{ params.key }}'], resources: { licences: 1 } });
  await stage.task('capped', slow, { concurrency: { max: 3 } });
  const keyed = Array.from({ length: jobsPerKey }, () =>
    keys.map((key) => ({ task: 'keyed', params: { key } })),
  ).flat();
  await stage.enqueue([...keyed, ...Array.from({ length: cappedJobs }, () => ({ task: 'capped' }))]);
}

type Entry = { type: string; needs: { gate: string; amount: number }[] };

/** The most that was held of each gate at any instant, by what the gate is called. */
async function mostHeld({ owner }: Bundle, { context: { tenantId } }: Stage): Promise<Record<string, number>> {
  const entries = await owner.client.$queryRaw<Entry[]>`
    select e.type, j.needs
    from events e
    cross join unnest(e.entity_ids) as entity (id)
    join jobs j on j.tenant_id = e.tenant_id and j.id = entity.id
    where e.tenant_id = ${tenantId}::uuid and e.type in ('job.started', 'job.succeeded', 'job.released')
    order by e.id`;
  const gates = await owner.client.gate.findMany({ where: { tenantId }, select: { id: true, kind: true, key: true } });
  const names = new Map(gates.map(({ id, kind, key }) => [id, `${kind} ${key}`]));
  const held = new Map<string, number>();
  const most: Record<string, number> = {};
  for (const { type, needs } of entries) {
    for (const { gate, amount } of needs) {
      const name = names.get(gate) ?? gate;
      const now = (held.get(name) ?? 0) + (type === 'job.started' ? amount : -amount);
      held.set(name, now);
      most[name] = Math.max(most[name] ?? 0, now);
    }
  }
  return most;
}

test('mutexes, pools and caps hold at every instant while workers are killed, and nothing is leaked', {
  timeout: 120_000,
}, async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  await enqueueStorm(stage);
  const settings = { WORKER_CONCURRENCY: '6', LEASE_TTL_MS: '1000', HEARTBEAT_MS: '200' };
  const begin = () => startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue: stage.queue, settings });
  const workers = await Promise.all([begin(), begin(), begin(), begin()]);
  for (const [n, victim] of workers.slice(0, 2).entries()) {
    const began = (n + 1) * 4;
    await ledger.seen(`start number ${began}`, ({ type }) => type === 'job.started', began);
    victim.child.kill('SIGKILL');
    await victim.ended;
  }
  await ledger.seen('success', ({ type }) => type === 'job.succeeded', jobsInAll);
  const most = await mostHeld(bundle, stage);
  assert.deepEqual(Object.keys(most).toSorted(), [
    'MUTEX key-a',
    'MUTEX key-b',
    'MUTEX key-c',
    'POOL licences',
    'TASK capped',
  ]);
  for (const key of keys) assert.equal(most[`MUTEX key-${key}`], 1);
  assert.ok((most['POOL licences'] ?? 0) <= 2);
  assert.ok((most['TASK capped'] ?? 0) <= 3);
  const left = await bundle.owner.client.$queryRaw`
      select (select count(*)::int from holds) as holds, count(*)::int as jobs
      from jobs
      where gate_id is not null or state <> 'SUCCEEDED'`;
  assert.deepEqual(left, [{ holds: 0, jobs: 0 }]);
});
