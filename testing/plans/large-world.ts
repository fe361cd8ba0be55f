/**
 * A database as it looks after some weeks of work: three tenants with two queues each, one of them capped, 21,000 jobs
 * of all states, 600 runs, 6,000 kept steps, 300 batches of 20 reruns each, 2,001 schedules, 20,000 rows of the event log
 * and as many of logs, 6,000 people and as many tokens, 300 gates with their last hour. Its statistics are those of exactly
 * these rows and stay so, so that PostgreSQL decides the same each time.
 */
import type { JobState } from '#domain/machines.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { storeHistory } from '#testing/worlds/many-jobs.ts';

export type LargeWorld = {
  stages: Stage[];
  stage: Stage;
  run: string;
  kept: string;
  schedule: string;
  loggedJob: string;
};

const tenants = 3;
const jobsPerTenant = 6_600;
const runsPerTenant = 200;
const schedulesPerTenant = 667;
const weekMs = 7 * 86_400_000;

// As in practice: most jobs are done, some wait, few run.
const states: JobState[] = [
  ...Array.from({ length: 20 }, (): JobState => 'SUCCEEDED'),
  ...Array.from({ length: 4 }, (): JobState => 'PENDING'),
  ...Array.from({ length: 3 }, (): JobState => 'SCHEDULED'),
  'RUNNING',
  'FAILED',
  'DEAD',
  'CANCELLED',
  'SKIPPED',
];

/** Fills the bundle's database. */
export async function openLargeWorld(bundle: Bundle): Promise<LargeWorld> {
  const { owner, worker } = bundle;
  const tables = await owner.client.$queryRaw<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
  for (const { name } of tables)
    await owner.client.$executeRawUnsafe(`alter table "${name}" set (autovacuum_enabled = off)`);
  for (let n = 0; n < 20; n += 1)
    await registerWorker(worker, { name: `worker ${n}`, slots: 50, queues: [], version: 'test', leaseMs: 600_000 });
  const stages: Stage[] = [];
  for (let n = 0; n < tenants; n += 1) stages.push(await openStage(bundle));
  const [stage] = stages;
  if (stage === undefined) throw new Error('there is no tenant');
  for (const one of stages) await fillTenant(bundle, one);
  for (const one of stages) await fillFailures(bundle, one);
  for (const one of stages) await fillGates(bundle, one);
  await fillEvents(bundle);
  await fillPeople(bundle, stage);
  await fillLogs(bundle);
  const run = await owner.client.run.findFirstOrThrow({ where: { tenantId: stage.context.tenantId } });
  const schedule = await owner.client.schedule.findFirstOrThrow({ where: { tenantId: stage.context.tenantId } });
  const repeats = { tenantId: stage.context.tenantId, keptSteps: { gt: 0 } };
  const kept = await owner.client.run.findFirstOrThrow({ where: repeats });
  const logged = await owner.client.logChunk.findFirstOrThrow({ where: { tenantId: stage.context.tenantId } });
  await owner.client.$executeRawUnsafe('analyze');
  return { stages, stage, run: run.id, kept: kept.id, schedule: schedule.id, loggedJob: logged.jobId };
}

async function fillTenant(bundle: Bundle, stage: Stage): Promise<void> {
  const { owner } = bundle;
  const { context } = stage;
  valueOf(await upsertQueue(context, { name: 'capped', concurrency: 50 }));
  valueOf(await upsertQueue(context, { name: 'steps' }));
  await stage.task('step', { name: 'noop' }, { queue: 'steps' });
  await stage.task('capped', { name: 'noop' }, { queue: 'capped', sla: { startBy: 'PT1H' } });
  const [most, rest] = [Math.floor(jobsPerTenant * 0.8), Math.floor(jobsPerTenant * 0.2)];
  await storeHistory(bundle, { stage, count: most, spanMs: weekMs, states });
  await storeHistory(bundle, { stage, count: rest, spanMs: weekMs, states, task: 'capped' });
  const { tenantId } = context;
  // Far above what waits: the jobs are counted, and none is refused.
  await owner.client.tenant.update({ where: { id: tenantId }, data: { maxQueuedJobs: 100_000 } });
  // Ten of each tenant are late.
  await owner.client.$executeRaw`
    update jobs
    set sla_at = now() + (nth - 10) * interval '1 minute'
    from (
      select j.id as late_id, row_number() over (order by j.id) as nth
      from jobs j
      join queues q on q.id = j.queue_id and q.name = 'capped'
      where j.tenant_id = ${tenantId}::uuid and j.state in ('PENDING', 'SCHEDULED')
    ) waiting
    where tenant_id = ${tenantId}::uuid and id = late_id`;
  await owner.client.$executeRaw`
    update jobs
    set worker_id = (select id from workers order by id offset abs(hashtext(jobs.id::text)) % 20 limit 1)
    where tenant_id = ${tenantId}::uuid and state = 'RUNNING'`;
  await fillRuns(bundle, stage);
  await fillReruns(bundle, stage);
  const made = valueOf(await createSchedule(context, { name: 'first', cron: '0 0 1 1 *', target: { task: 'noop' } }));
  await owner.client.$executeRaw`
    insert into schedules (tenant_id, id, name, cron, time_zone, task_id, params, next_at, created_by)
    select tenant_id, uuidv7(), 'copy ' || n, cron, time_zone, task_id, params, now() + (n - 20) * interval '1 minute', created_by
    from schedules
    cross join generate_series(2, ${schedulesPerTenant}::int) n
    where id = ${made.id}::uuid`;
  // As if every tenth job had been made by a schedule.
  await owner.client.$executeRaw`
    with known as (
      select id, row_number() over (order by id) - 1 as nth
      from schedules
      where tenant_id = ${tenantId}::uuid
    ),
    made as (
      select id, row_number() over (order by id) as nth
      from jobs
      where tenant_id = ${tenantId}::uuid
    )
    update jobs
    set schedule_id = known.id
    from made
    join known on known.nth = made.nth / 10
    where jobs.tenant_id = ${tenantId}::uuid and jobs.id = made.id and made.nth % 10 = 0`;
  await owner.client.$executeRaw`
    insert into idempotency_keys (tenant_id, operation, key, body_hash, entity_id)
    select ${tenantId}::uuid, 'enqueueJob', 'key ' || n, sha256(n::text::bytea), uuidv7()
    from generate_series(1, 2000) n`;
}

// Three hundred kinds, each of which was seen twenty times in the last day.
async function fillFailures({ owner }: Bundle, { context }: Stage): Promise<void> {
  await owner.client.$executeRaw`
    insert into failures (tenant_id, id, fingerprint, error_print, detail, task_id, error_type, message, seen, first_seen_at, last_seen_at, event_ids)
    select t.tenant_id, uuidv7(), md5(n::text), md5(n::text), 'MESSAGE', t.id, 'NO', 'kind ' || n, 20, now() - interval '1 day', now(), '{}'
    from tasks t
    cross join generate_series(1, 300) n
    where t.tenant_id = ${context.tenantId}::uuid and t.name = 'noop'`;
  await owner.client.$executeRaw`
    insert into failure_jobs (tenant_id, subject_id, failed_at, failure_id, is_dead, retried_at, outcome)
    select tenant_id, uuidv7(), now() - n * interval '1 hour', id, n % 2 = 0,
      case when n % 4 = 0 then now() end, case when n % 8 = 0 then 'WORKED' end
    from failures
    cross join generate_series(1, 20) n
    where tenant_id = ${context.tenantId}::uuid`;
  await owner.client.$executeRaw`
    insert into failure_hours (tenant_id, failure_id, hour, seen)
    select tenant_id, id, date_trunc('hour', now()) - n * interval '1 hour', 1
    from failures
    cross join generate_series(1, 20) n
    where tenant_id = ${context.tenantId}::uuid`;
}

// A hundred mutexes to which somebody came in each minute of the last hour.
async function fillGates({ owner }: Bundle, { context }: Stage): Promise<void> {
  await owner.client.$executeRaw`
    with made as (
      insert into gates (tenant_id, id, kind, key, capacity)
      select ${context.tenantId}::uuid, uuidv7(), 'MUTEX', 'mutex ' || n, 1 from generate_series(1, 100) n
      returning tenant_id, id
    )
    insert into gate_minutes (tenant_id, gate_id, minute, came, waited)
    select tenant_id, id, date_trunc('minute', now()) - n * interval '1 minute', 10, 1
    from made
    cross join generate_series(1, 59) n`;
}

async function fillRuns({ owner }: Bundle, { context }: Stage): Promise<void> {
  const tasks: JsonObject[] = [
    { id: 'first', type: 'step' },
    { id: 'second', type: 'step', dependencies: ['first'] },
  ];
  const definition = { name: 'two', limits: { maxExecutionTime: 'PT1H' }, tasks };
  valueOf(await publishWorkflow(context, { definition }));
  const { runId } = valueOf(await startRun(context, { workflow: 'two', variables: {} }));
  await owner.client.$executeRaw`
    insert into runs (tenant_id, id, workflow_id, version_id, state, inputs, variables, progress, event_seq, started_at, finished_at, deadline_at, started_by)
    select tenant_id, uuidv7(n * interval '-1 minute'), workflow_id, version_id,
      (array['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'RUNNING']::run_state[])[1 + n % 5],
      inputs, variables, progress, event_seq, now(), case when n % 5 < 4 then now() end,
      case when n % 100 < 5 then now() else deadline_at end, started_by
    from runs
    cross join generate_series(1, ${runsPerTenant}::int) n
    where id = ${runId}::uuid`;
  await owner.client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, event_ids,
      run_id, step, step_key, finished_at)
    select r.tenant_id, uuidv7(), j.queue_id, j.task_id, j.task_version_id,
      case when r.finished_at is null then 'PENDING'::job_state else 'SUCCEEDED'::job_state end,
      j.priority, j.max_attempts, j.due_at, j.created_at, j.event_ids, r.id, j.step, j.step_key, r.finished_at
    from jobs j
    join runs r on r.tenant_id = j.tenant_id and r.id <> j.run_id
    where j.run_id = ${runId}::uuid`;
}

// Most batches are over, as most jobs are; each tenth run repeats another.
async function fillReruns({ owner }: Bundle, { context: { tenantId } }: Stage): Promise<void> {
  await owner.client.$executeRaw`
    update runs
    set replay_of = (select min(id::text)::uuid from runs where tenant_id = ${tenantId}::uuid), replay_from = 'FAILED', kept_steps = 10
    where tenant_id = ${tenantId}::uuid and abs(hashtext(id::text)) % 10 = 0`;
  await owner.client.$executeRaw`
    insert into kept_steps (tenant_id, run_id, step, from_run_id, job_id)
    select r.tenant_id, r.id, n, r.id, d.ids[1 + abs(hashtext(r.id::text || n)) % cardinality(d.ids)]
    from runs r
    cross join generate_series(10, 19) n
    cross join (select array_agg(id) as ids from jobs where tenant_id = ${tenantId}::uuid and state = 'SUCCEEDED') d
    where r.tenant_id = ${tenantId}::uuid`;
  await owner.client.$executeRaw`
    insert into rerun_batches (tenant_id, id, state, start_from, latest, per_minute, total, waiting, succeeded, created_by, created_at,
      next_at, look_at, finished_at)
    select ${tenantId}::uuid, uuidv7(n * interval '-1 hour'), case when n > 2 then 'DONE' else 'RUNNING' end, 'FAILED', false, 60, 20,
      case when n > 2 then 0 else 20 end, case when n > 2 then 20 else 0 end, 'test', now(), now() + interval '1 day',
      case when n <= 2 then now() + interval '1 day' end, case when n > 2 then now() end
    from generate_series(1, 100) n`;
  await owner.client.$executeRaw`
    insert into rerun_items (tenant_id, batch_id, position, run_id, state)
    select tenant_id, id, n, uuidv7(), case when state = 'DONE' then 'SUCCEEDED' else 'WAITING' end
    from rerun_batches
    cross join generate_series(1, 20) n
    where tenant_id = ${tenantId}::uuid`;
}

async function fillPeople({ owner }: Bundle, { context }: Stage): Promise<void> {
  await owner.client.$executeRaw`
    with made as (
      insert into users (id, email, name, password_hash)
      select uuidv7(), 'person-' || n || '@example.com', 'Person ' || n, '' from generate_series(1, 6000) n
      returning id
    )
    insert into members (tenant_id, user_id, role)
    select ${context.tenantId}::uuid, id, 'VIEWER' from made limit 300`;
  await owner.client.$executeRaw`
    insert into api_tokens (id, tenant_id, name, role, secret_hash, created_by)
    select uuidv7(), ${context.tenantId}::uuid, 'token ' || n, 'VIEWER', sha256(n::text::bytea), 'system:test'
    from generate_series(1, 6000) n`;
}

// The log of all months past: every fourth row is of a run.
async function fillEvents({ owner }: Bundle): Promise<void> {
  await owner.client.$executeRaw`
    with known as (select tenant_id, id, row_number() over (order by id) - 1 as nth, count(*) over () as runs from runs)
    insert into events (xid, tenant_id, type, from_state, to_state, actor, run_id, seq, entity_ids)
    select greatest(3, pg_current_xact_id()::text::bigint * n / 20000)::text::xid8, tenant_id, 'job.succeeded', 'RUNNING', 'SUCCEEDED',
      'test', case when n % 4 = 0 then id end, case when n % 4 = 0 then n + 10 end, array[uuidv7()]
    from generate_series(1, 20000) n
    join known on nth = n % runs`;
}

// Of the steps of runs, and of no other jobs: most jobs write nothing.
async function fillLogs({ owner }: Bundle): Promise<void> {
  await owner.client.$executeRaw`
    with known as (
      select tenant_id, id, run_id, step_key, row_number() over (order by id) - 1 as nth, count(*) over () as jobs
      from jobs
      where run_id is not null
    )
    insert into log_chunks (xid, tenant_id, job_id, fence, first_line, began_at, run_id, step_key, attempt, lines, infos, warnings, errors, body)
    select greatest(3, pg_current_xact_id()::text::bigint * n / 20000)::text::xid8, tenant_id, id, 1, n, now(), run_id, step_key, 1, 1, 1, 0, 0,
      '0' || chr(9) || 'Ia line'
    from generate_series(1, 20000) n
    join known on nth = n % jobs`;
}
