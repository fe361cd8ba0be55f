/** A tenant that has been in use for a month: jobs in the states, queues and tasks that one would find. Read as its owner, past the engine. */
import type { World } from '#bench/stage/world.ts';

export type Names = { tasks: string[]; queues: string[]; correlationIds: string[] };

const tasks = 50;
const queues = 12;

/** Stores the jobs with one statement; a few of their names come back. */
export async function storeJobs({ figures: { client }, context, registerTask }: World, count: number): Promise<Names> {
  await client.query(
    `insert into queues (tenant_id, id, name) select $1::uuid, gen_random_uuid(), 'queue-' || n from generate_series(1, ${queues}) n`,
    [context.tenantId],
  );
  for (let n = 1; n <= tasks; n += 1)
    await registerTask({
      name: `task-${n}`,
      queue: `queue-${1 + (n % queues)}`,
      handler: { builtin: { name: 'noop' } },
    });
  await client.query(insertJobs, [context.tenantId, count]);
  await client.query('vacuum analyze jobs');
  const { rows } = await client.query<{ correlation_id: string }>(
    `select correlation_id from jobs tablesample system (1) where correlation_id is not null limit 100`,
  );
  return {
    tasks: Array.from({ length: tasks }, (_, n) => `task-${n + 1}`),
    queues: Array.from({ length: queues }, (_, n) => `queue-${n + 1}`),
    correlationIds: rows.map((row) => row.correlation_id),
  };
}

// Few tasks make most of the jobs, as everywhere: the square of an even share. Of a thousand jobs some 940 succeeded.
const insertJobs = `
  with targets as (
    select row_number() over (order by t.name) as n, v.task_id, v.id as version_id, v.queue_id
    from tasks t
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id
    where t.tenant_id = $1::uuid
  ),
  drawn as (
    select n, 1 + floor(power(random(), 2) * ${tasks})::int as target, random() as fate,
      uuidv7((n - $2::int) * (interval '30 days' / $2::int)) as id
    from generate_series(1, $2::int) n
  ),
  fated as (
    select d.*, uuid_extract_timestamp(d.id) as created_at,
      case
        when d.fate < 0.94 then 'SUCCEEDED'
        when d.fate < 0.96 then 'FAILED'
        when d.fate < 0.97 then 'DEAD'
        when d.fate < 0.98 then 'CANCELLED'
        when d.fate < 0.985 then 'SKIPPED'
        when d.fate < 0.995 then 'PENDING'
        when d.fate < 0.9995 then 'SCHEDULED'
        else 'RUNNING'
      end::job_state as state
    from drawn d
  )
  insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, attempt, max_attempts, fence, worker_id, last_worker_id,
    run_at, due_at, created_at, started_at, finished_at, params, result, error, reason_code, reason, correlation_id, event_ids)
  select $1::uuid, f.id, t.queue_id, t.task_id, t.version_id, f.state, 0,
    case when f.state in ('PENDING', 'SCHEDULED', 'SKIPPED') then 0 else 1 end, 3, 1,
    case when f.state = 'RUNNING' then gen_random_uuid() end, gen_random_uuid(),
    case when f.state = 'SCHEDULED' then now() + interval '1 hour' * random() end,
    f.created_at, f.created_at,
    case when f.state not in ('PENDING', 'SCHEDULED', 'SKIPPED') then f.created_at + interval '1 second' end,
    case when f.state in ('SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'SKIPPED') then f.created_at + interval '3 seconds' end,
    json_build_object('customer', f.n, 'text', repeat('x', 120)),
    case when f.state = 'SUCCEEDED' then '{"rows": 12}'::json end,
    case when f.state in ('FAILED', 'DEAD') then '{"type": "ERROR", "message": "the other side did not answer", "retryable": true}'::json end,
    case when f.state in ('FAILED', 'DEAD') then 'ERROR' end,
    case when f.state in ('FAILED', 'DEAD') then 'attempt 3 of 3 failed and none is left' end,
    case when f.n % 3 = 0 then 'order-' || f.n / 12 end,
    array[f.n * 3, f.n * 3 + 1, f.n * 3 + 2]
  from fated f
  join targets t on t.n = f.target
  order by f.n`;
