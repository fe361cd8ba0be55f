// Goal: G12, every limit on what runs holds at every instant: of a tenant, a queue, a task, a value of a key and a
// workflow, whoever is killed and whichever of them is changed meanwhile. Method: four workers in processes of their own,
// two of them killed in the middle of their work; the event log then says, entry by entry in the order of its ids, what ran.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { startRuns } from '#engine/run/start-runs.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, bundleOf, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { startWorkerProcess } from '#testing/worker/worker-process.ts';

const limits = { tenant: 7, queue: 20, task: 4, key: 2, workflow: 3 };
// Of the queue, from the middle of the storm on.
const lowered = 3;
const counts = { capped: 24, keyed: 24, runs: 6, steps: 4 };
const jobsInAll = counts.capped + counts.keyed + counts.runs * counts.steps;

async function enqueueStorm({ context, task, enqueue }: Stage): Promise<void> {
  const slow = { name: 'sleep', options: { ms: 60 } };
  await task('capped', slow, { concurrency: { max: limits.task } });
  await task('keyed', slow, { concurrency: { max: limits.key, key: '${{ params.key }}' } });
  await task('step', slow);
  const steps = Array.from({ length: counts.steps }, (_, n) => ({ id: `s${n}`, type: 'step' }));
  const definition = { name: 'flow', limits: { maxRunningSteps: limits.workflow }, tasks: steps };
  valueOf(await publishWorkflow(context, { definition }));
  valueOf(await startRuns(context, { runs: Array.from({ length: counts.runs }, () => ({ workflow: 'flow' })) }));
  await enqueue(Array.from({ length: counts.capped }, () => ({ task: 'capped' })));
  await enqueue(Array.from({ length: counts.keyed }, (_, n) => ({ task: 'keyed', params: { key: n % 2 } })));
}

type Entry = { type: string; scopes: string[] | null; concurrency: number | null };

/** What each entry of the log is about: the limits that a job ran under, or the cap that a queue has from here on. */
async function historyOf({ owner }: Bundle, { context: { tenantId }, queue }: Stage): Promise<Entry[]> {
  return await owner.client.$queryRaw<Entry[]>`
    select e.type,
      case when j.id is not null then array['tenant', 'queue']
        || case t.name when 'capped' then array['task'] when 'keyed' then array['key ' || (j.params ->> 'key')] else array['workflow'] end
      end as scopes,
      (e.payloads -> 0 ->> 'concurrency')::int as concurrency
    from events e
    cross join unnest(e.entity_ids) as entity (id)
    left join jobs j on j.tenant_id = e.tenant_id and j.id = entity.id
    left join tasks t on t.tenant_id = j.tenant_id and t.id = j.task_id
    where e.tenant_id = ${tenantId}::uuid
      and (e.type in ('job.started', 'job.succeeded', 'job.released') or e.type = 'queue.updated' and e.payloads -> 0 ->> 'name' = ${queue})
    order by e.id`;
}

type Told = {
  /** The most that ran at once under each limit. */
  most: Record<string, number>;
  /** Starts that went beyond the limit of their instant. */
  beyond: string[];
  /** How many started after the queue was given less room. */
  afterLowering: number;
};

function tell(history: readonly Entry[]): Told {
  const told: Told = { most: {}, beyond: [], afterLowering: 0 };
  const caps: Record<string, number> = { ...limits, 'key 0': limits.key, 'key 1': limits.key };
  const running = new Map<string, number>();
  for (const [n, { type, scopes, concurrency }] of history.entries()) {
    if (scopes === null) caps.queue = concurrency ?? Number.POSITIVE_INFINITY;
    if (type === 'job.started' && caps.queue === lowered) told.afterLowering += 1;
    for (const scope of scopes ?? []) {
      const now = (running.get(scope) ?? 0) + (type === 'job.started' ? 1 : -1);
      running.set(scope, now);
      told.most[scope] = Math.max(told.most[scope] ?? 0, now);
      const cap = caps[scope] ?? 0;
      if (type === 'job.started' && now > cap) told.beyond.push(`entry ${n}: ${now} of ${cap} in ${scope}`);
    }
  }
  return told;
}

test('G12: no limit on what runs is exceeded at any instant, while workers are killed and a cap is lowered under them', {
  timeout: 120_000,
}, async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const { context, queue } = stage;
  const ledger = bundle.ledger(context);
  t.after(() => ledger.close());
  valueOf(await upsertQueue(context, { name: queue, concurrency: limits.queue }));
  const tenant = publicId('tenant', context.tenantId);
  valueOf(await updateTenantLimits(bundle.platform, { tenant, limits: { maxRunningJobs: limits.tenant } }));
  await enqueueStorm(stage);
  const settings = { WORKER_CONCURRENCY: '6', LEASE_TTL_MS: '1000', HEARTBEAT_MS: '200' };
  const begin = () => startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue, settings });
  const workers = await Promise.all([begin(), begin(), begin(), begin()]);
  for (const [n, victim] of workers.slice(0, 2).entries()) {
    await ledger.seen('start', ({ type }) => type === 'job.started', (n + 1) * 6);
    victim.child.kill('SIGKILL');
    await victim.ended;
  }
  await ledger.seen('success', ({ type }) => type === 'job.succeeded', jobsInAll / 2);
  valueOf(await upsertQueue(context, { name: queue, concurrency: lowered }));
  await ledger.seen('success', ({ type }) => type === 'job.succeeded', jobsInAll);
  const { most, beyond, afterLowering } = tell(await historyOf(bundle, stage));
  assert.deepEqual(beyond, []);
  assert.ok(afterLowering > 0, 'something began under the lowered cap');
  assert.equal(most.tenant, limits.tenant, 'what there was room for was used');
  const left: Json = await bundle.owner.client.$queryRaw`
    select (select count(*)::int from holds) as holds, count(*)::int as jobs
    from jobs
    where gate_id is not null or state <> 'SUCCEEDED'`;
  assert.deepEqual(left, [{ holds: 0, jobs: 0 }]);
});
