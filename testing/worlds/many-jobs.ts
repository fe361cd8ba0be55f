/** More jobs than a test wants to enqueue one batch at a time, stored as enqueueing and working would leave them. */
import type { JobState } from '#domain/machines.ts';
import type { Bundle } from '#testing/bundle.ts';
import type { Stage } from '#testing/stage.ts';

/** Stores so many waiting jobs of `noop` in the stage's queue, all of which name the event of the first. */
export async function storeWaiting(bundle: Bundle, { stage, count }: { stage: Stage; count: number }): Promise<void> {
  const [id = ''] = await stage.enqueue(1);
  await bundle.owner.client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, event_ids)
    select tenant_id, uuidv7(), queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, event_ids
    from jobs cross join generate_series(2, ${count}::int)
    where id = ${id}::uuid`;
}

/**
 * Stores so many jobs of the stage, made one after another at equal distances over the span before now, each in the next
 * of these states; every third has the label `env=prod`.
 */
export async function storeHistory(
  bundle: Bundle,
  history: { stage: Stage; count: number; spanMs: number; states: readonly JobState[]; task?: string },
): Promise<void> {
  const { stage, count, spanMs, states, task = 'noop' } = history;
  const [id = ''] = await stage.enqueue([{ task, delay: 'P1D' }]);
  await bundle.owner.client.$executeRaw`
    with history as (
      select n, state, made_id, uuid_extract_timestamp(made_id) as made_at, state in ('PENDING', 'SCHEDULED', 'RUNNING') as is_open
      from (
        select n, (${[...states]}::text[])[1 + n % ${states.length}::int]::job_state as state,
          uuidv7(-(n + 0.5) * ${spanMs}::int / ${count}::int * interval '1 millisecond') as made_id
        from generate_series(0, ${count}::int - 1) n
      ) d
    )
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, event_ids,
      run_at, worker_id, finished_at, labels)
    select tenant_id, made_id, queue_id, task_id, task_version_id, h.state, priority, max_attempts, made_at, made_at, event_ids,
      case when h.state = 'SCHEDULED' then now() end, case when h.state = 'RUNNING' then gen_random_uuid() end,
      case when not is_open then made_at end, case when n % 3 = 0 then '{"env": "prod"}'::jsonb end
    from history h
    cross join jobs
    where jobs.id = ${id}::uuid`;
  await bundle.owner.client.$executeRaw`delete from jobs where id = ${id}::uuid`;
}

/** Stores a waiting job of `noop` made at each of these instants. */
export async function storeMadeAt(
  bundle: Bundle,
  { stage, instants }: { stage: Stage; instants: Date[] },
): Promise<void> {
  const [id = ''] = await stage.enqueue([{ task: 'noop', delay: 'P1D' }]);
  const made = instants.map((instant) => instant.toISOString());
  await bundle.owner.client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, event_ids)
    select tenant_id, uuidv7(made_at::timestamptz - clock_timestamp()), queue_id, task_id, task_version_id, 'PENDING', priority, max_attempts,
      made_at::timestamptz, made_at::timestamptz, event_ids
    from jobs
    cross join unnest(${made}::text[]) made_at
    where id = ${id}::uuid`;
  await bundle.owner.client.$executeRaw`delete from jobs where id = ${id}::uuid`;
}
