/**
 * Does the event log tell the whole story? Per run its entries are numbered 1..n without gap or double, and every
 * settled job has exactly one event that says so. Looked at as the asking tenant: row level security shows no other.
 */
import type pg from 'pg';
import type { Json } from '#domain/value/json.ts';

// The newest of them; a check of everything would be a load of its own.
const runsMax = 2_000;
const jobsMax = 5_000;
const examplesMax = 5;

type RunFaults = { checkedRuns: number; gaps: number; duplicates: number; examples: string[] };
type JobFaults = { checkedJobs: number; missingEnds: number; doubleEnds: number; examples: string[] };

/** Checks the runs of the last hours and the jobs that settled within the last one. */
export async function eventLogIntegrity(pool: pg.Pool, tenantId: string, hours: number): Promise<Json> {
  const client = await pool.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query(
      `/* care_as_tenant */ select set_config('role', 'taskflow_web', true), set_config('app.tenant', $1, true)`,
      [tenantId],
    );
    const runs = await faultyRuns(client, tenantId, hours);
    const jobs = await faultyJobs(client, tenantId);
    const faults = runs.gaps + runs.duplicates + jobs.missingEnds + jobs.doubleEnds;
    const summary = wordsOn(faults, `${runs.checkedRuns} runs and ${jobs.checkedJobs} settled jobs`);
    return {
      summary,
      ok: faults === 0,
      hours,
      ...runs,
      ...jobs,
      examples: [...runs.examples, ...jobs.examples],
    };
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

function wordsOn(faults: number, checked: string): string {
  return faults === 0 ? `The log of ${checked} is complete.` : `The log of ${checked} has ${faults} faults.`;
}

// An event row carries `cardinality(entity_ids)` entries, numbered from its `seq`; the run keeps the last number given.
async function faultyRuns(client: pg.PoolClient, tenantId: string, hours: number): Promise<RunFaults> {
  const { rows } = await client.query<RunFaults>(
    `/* care_faulty_runs */
    with recent as materialized (
      select id, event_seq
      from runs
      where tenant_id = $1 and started_at > now() - make_interval(secs => $2 * 3600)
      order by id desc
      limit $3
    ),
    entries as (
      select e.run_id, e.seq, e.seq + cardinality(e.entity_ids) as next_seq,
        max(e.seq + cardinality(e.entity_ids)) over (partition by e.run_id order by e.seq, e.id rows between unbounded preceding and 1 preceding) as expected
      from events e
      join recent r on r.id = e.run_id
      where e.tenant_id = $1 and e.seq is not null
    ),
    per_run as (
      select r.id,
        count(*) filter (where e.seq > coalesce(e.expected, 1)) + (coalesce(max(e.next_seq), 1) <= r.event_seq)::int as gaps,
        count(*) filter (where e.seq < coalesce(e.expected, 1)) as duplicates
      from recent r
      left join entries e on e.run_id = r.id
      group by r.id, r.event_seq
    )
    select count(*)::int as "checkedRuns", coalesce(sum(gaps), 0)::int as gaps, coalesce(sum(duplicates), 0)::int as duplicates,
      coalesce((array_agg('run_' || id order by id) filter (where gaps + duplicates > 0))[1:$4], '{}') as examples
    from per_run`,
    [tenantId, hours, runsMax, examplesMax],
  );
  return rows[0] ?? { checkedRuns: 0, gaps: 0, duplicates: 0, examples: [] };
}

// A job that an operator took back after its end has one more end than it left ends behind.
async function faultyJobs(client: pg.PoolClient, tenantId: string): Promise<JobFaults> {
  const { rows } = await client.query<JobFaults>(
    `/* care_faulty_jobs */
    with newest as materialized (
      select id, state, finished_at, event_ids
      from jobs
      where tenant_id = $1
      order by id desc
      limit $2
    ),
    ends as (
      select j.id,
        count(*) filter (where e.to_state = j.state::text) as own,
        count(*) filter (where e.to_state in ('SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'SKIPPED'))
          - count(*) filter (where e.from_state in ('SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'SKIPPED')) as net
      from newest j
      left join events e on e.id = any(j.event_ids) and e.tenant_id = $1 and j.id = any(e.entity_ids)
      where j.finished_at > now() - interval '1 hour'
      group by j.id
    )
    select count(*)::int as "checkedJobs", count(*) filter (where own = 0)::int as "missingEnds",
      count(*) filter (where own > 0 and net <> 1)::int as "doubleEnds",
      coalesce((array_agg('job_' || id order by id) filter (where own = 0 or net <> 1))[1:$3], '{}') as examples
    from ends`,
    [tenantId, jobsMax, examplesMax],
  );
  return rows[0] ?? { checkedJobs: 0, missingEnds: 0, doubleEnds: 0, examples: [] };
}
