/** A day and a half behind the demo tenant, so that its pictures show charts and not a first minute. Written as the database's owner, past the engine. */
import pg from 'pg';
import { demoSlug } from '#scripts/demo/demo.ts';

// The draw is the same each time, so that a picture changes only when the console does.
const seed = 0.42;
const minutes = 36 * 60;

/** Gives the tenant its past: jobs with their events, and the ticks of the schedule that fires every minute. */
export async function giveHistory(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select setseed($1)', [seed]);
    await client.query(insertJobs, [demoSlug, minutes]);
    await client.query(insertEvents, [demoSlug]);
    await client.query(insertTicks, [demoSlug]);
    await client.query('commit');
    await client.query('analyze jobs, events, ticks');
  } finally {
    await client.end();
  }
}

// A day has its rush, one backlog of an hour, and a bad quarter of an hour in which a partner did not answer.
const insertJobs = `
  with demo as (
    select id as tenant_id from tenants where slug = $1
  ),
  targets as (
    select t.name, v.tenant_id, v.task_id, v.id as version_id, v.queue_id
    from demo d
    join tasks t on t.tenant_id = d.tenant_id
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id
    where t.name in ('connections', 'rehearse-step', 'note-all-well', 'rehearse-invoice-batch')
  ),
  clock as (
    select n, date_trunc('minute', now()) - n * interval '1 minute' as at,
      1 + floor(3 * (1 + sin(n / 229.0)) * random())::int as others
    from generate_series(2, $2::int) n
  ),
  drawn as (
    select 'connections' as name, n, at + interval '40 milliseconds' as created_at from clock
    union all
    select (array['rehearse-step', 'note-all-well', 'rehearse-invoice-batch'])[1 + floor(random() * 3)::int], n, at + random() * interval '59 seconds'
    from clock
    cross join lateral generate_series(1, others)
  ),
  fated as (
    select d.*, random() as fate, random() as luck,
      case when n between 280 and 340 then (60 - abs(n - 310)) * interval '9 seconds' else interval '0' end as backlog
    from drawn d
  ),
  timed as (
    select f.*, created_at + backlog + luck * interval '900 milliseconds' as started_at,
      case
        when name <> 'connections' and n between 95 and 110 and fate < 0.5 then 'DEAD'
        when fate < 0.008 then 'FAILED'
        else 'SUCCEEDED'
      end::job_state as state
    from fated f
  )
  insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, attempt, max_attempts, fence, last_worker_id,
    due_at, created_at, started_at, finished_at, schedule_id, params, error, reason_code, reason, event_ids)
  select t.tenant_id, uuidv7(d.created_at - clock_timestamp()), t.queue_id, t.task_id, t.version_id, d.state, 0, 1, 3, 1, gen_random_uuid(),
    d.created_at, d.created_at, d.started_at, d.started_at + (0.2 + d.luck * 2) * interval '1 second',
    case when d.name = 'connections' then s.id end, '{}'::json,
    case when d.state <> 'SUCCEEDED' then '{"type": "ERROR", "message": "connect ETIMEDOUT: the partner does not answer", "retryable": true}'::json end,
    case when d.state <> 'SUCCEEDED' then 'ERROR' end,
    case when d.state <> 'SUCCEEDED' then 'attempt 3 of 3 failed and none is left' end, '{}'
  from timed d
  join targets t on t.name = d.name
  join schedules s on s.tenant_id = t.tenant_id and s.name = 'Connections, every minute'
  order by d.created_at`;

const insertEvents = `
  with past as (
    select j.*
    from jobs j
    join tenants t on t.id = j.tenant_id
    where t.slug = $1 and cardinality(j.event_ids) = 0
  ),
  told as (
    select tenant_id, id, 'job.created' as type, created_at as at, null as from_state, 'PENDING' as to_state, 'system:planner' as actor from past
    union all
    select tenant_id, id, 'job.started', started_at, 'PENDING', 'RUNNING', 'worker:' || last_worker_id from past
    union all
    select tenant_id, id, 'job.' || lower(state::text), finished_at, 'RUNNING', state::text, 'worker:' || last_worker_id from past
  )
  insert into events (at, tenant_id, type, from_state, to_state, actor, attempt, entity_ids)
  select at, tenant_id, type, from_state, to_state, actor, case when from_state is null then null else 1 end, array[id]
  from told
  order by at`;

const insertTicks = `
  insert into ticks (tenant_id, schedule_id, scheduled_for, fired_at, outcome, job_id)
  select j.tenant_id, j.schedule_id, date_trunc('minute', j.created_at), j.created_at, 'FIRED', j.id
  from jobs j
  join tenants t on t.id = j.tenant_id
  where t.slug = $1 and j.schedule_id is not null and cardinality(j.event_ids) = 0
  on conflict do nothing`;
