// What claims and an enqueue cost among ten thousand queues of a thousand tenants: by which indexes they find their rows,
// and how many they read. A plan that changed is a decision; the page beside this test is written anew by the command at
// its top.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { type Bundle, bundleOf, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { Claimer } from '#worker/execute/claimer.ts';
import { type PlanNode, rowsRead } from './rows-read.ts';
import { openExplainer, type SentStatement, statementsOf } from './statement-capture.ts';

const tenants = 1_000;
const queuesPerTenant = 10;
const jobsPerQueue = 10;
const slots = 50;
// As many as one statement of a sweep looks at.
const lanesPerPage = 5_000;

// One queue of each tenant has a cap. Of the jobs of a queue most wait, and two have a later instant.
async function fill({ owner }: Bundle, { context, queue }: Stage): Promise<void> {
  const { client } = owner;
  await client.$executeRaw`
    insert into tenants (id, slug, name) select gen_random_uuid(), 'many-' || n, 'many' from generate_series(1, ${tenants}::int) n`;
  await client.$executeRaw`
    insert into queues (tenant_id, id, name, limited, concurrency)
    select t.id, gen_random_uuid(), case when n = 1 then 'capped' else 'queue ' || n end, n = 1, case when n = 1 then 5 end
    from tenants t
    cross join generate_series(1, ${queuesPerTenant}::int) n
    where t.slug like 'many-%'`;
  await client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, run_at, due_at, created_at, event_ids, rank)
    select q.tenant_id, gen_random_uuid(), q.id, v.task_id, v.id, (case when n <= 2 then 'SCHEDULED' else 'PENDING' end)::job_state,
      0, 3, case when n <= 2 then now() + n * interval '1 hour' end, now(), now(), '{}', n
    from queues q
    cross join generate_series(1, ${jobsPerQueue}::int) n
    cross join (select id, task_id from task_versions where tenant_id = ${context.tenantId}::uuid limit 1) v
    where q.name <> ${queue}`;
  await client.$executeRawUnsafe('analyze');
}

/** What each statement may read at most, of which table. */
type Limits = Record<string, Record<string, number>>;

const limits: Limits = {
  // A step for each kind of work in a queue, and a look at the first of each kind.
  sweep_lanes: { jobs: 4 * lanesPerPage + 100, queues: lanesPerPage, tenants: lanesPerPage },
  claim_jobs: { jobs: 5 * slots, queues: 2 * slots, tenants: slots },
  claim_plain_jobs: { jobs: 5 * slots, queues: 1, tenants: 0 },
  look_at_lanes: { jobs: 5 * slots, queues: 2 * slots, tenants: 2 * slots },
  claim_admitted_jobs: { jobs: 5 * slots, queues: 0, tenants: 0 },
  insert_jobs_at_once: { jobs: 0, queues: 2, tenants: 2 },
};

async function sentBy(bundle: Bundle, { context, queue }: Stage): Promise<Map<string, SentStatement>> {
  const { worker } = bundle;
  const profile = { name: 'many', slots, queues: [], version: 'test', leaseMs: 600_000 };
  const claimerOf = async (names: string[]) => {
    const workerId = await registerWorker(worker, profile);
    return new Claimer({ database: worker, workerId: () => workerId, queues: names, pollMs: 600_000 });
  };
  const noops = Array.from({ length: 60 }, () => ({ task: 'noop' }));
  const sent = await statementsOf(async () => {
    for (let call = 0; call < 2; call += 1) valueOf(await enqueueJobs(context, { jobs: noops }));
    // One that finds all lanes, one that knows its own, and one of lanes with a cap.
    assert.ok((await (await claimerOf([])).claim(slots, false)).jobs.length > 0);
    const knowing = await claimerOf([queue]);
    for (let round = 0; round < 3; round += 1)
      assert.ok((await knowing.claim(Math.floor(noops.length / 3), false)).jobs.length > 0);
    assert.ok((await (await claimerOf(['capped'])).claim(slots, false)).jobs.length > 0);
  });
  // Of each the first.
  return new Map(sent.toReversed().map((one) => [one.name, one]));
}

function tooMuch(name: string, plan: PlanNode): string[] {
  return Object.entries(limits[name] ?? {}).flatMap(([table, most]) => {
    const rows = rowsRead(plan, table);
    return rows > most ? [`${name} reads ${rows} rows of ${table}, and ${most} are enough`] : [];
  });
}

const pagePath = join(import.meta.dirname, 'many-queues.json');
const howToRenew = 'TASKFLOW_RENEW_PLANS=1 node --test testing/plans/many-queues.test.ts';

test('among ten thousand queues a claim and an enqueue read what they take, by the indexes that are meant for it', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await fill(bundle, stage);
  const sent = await sentBy(bundle, stage);
  const explainer = await openExplainer(bundle.ownerUrl);
  const plans: Record<string, string[]> = {};
  const faults: string[] = [];
  for (const name of Object.keys(limits)) {
    const statement = sent.get(name);
    assert.ok(statement !== undefined, `${name} is sent`);
    plans[name] = await explainer.explain(statement);
    // What is stored is to be stored once more.
    if (name.startsWith('insert'))
      await bundle.owner.client.job.deleteMany({ where: { tenantId: stage.context.tenantId } });
    faults.push(...tooMuch(name, await explainer.carryOut(statement)));
  }
  await explainer.close();
  assert.deepEqual(faults, []);
  const page = { 'written by': howToRenew, ...plans };
  if (process.env.TASKFLOW_RENEW_PLANS === '1') writeFileSync(pagePath, `${JSON.stringify(page, null, 2)}\n`);
  assert.deepEqual(page, JSON.parse(readFileSync(pagePath, 'utf8')), `when the new plans are right: ${howToRenew}`);
});
