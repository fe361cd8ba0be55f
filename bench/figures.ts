/** What the database knows of the work that a bench gave it. Read as its owner, past the engine. */
import pg from 'pg';
import { assert } from '#domain/unreachable.ts';

export type Span = { jobs: number; succeeded: number; firstStartMs: number; lastStartMs: number; lastEndMs: number };

/** Ticks that fired, their jobs that started, ticks that name another tick's job, and jobs that no tick names. */
export type Instant = { fired: number; started: number; shared: number; strays: number };

/** Instants are milliseconds since 1970 by the database's clock. */
export type Figures = {
  now(): Promise<number>;
  /** Where the event log ends; the next rows lie above. */
  lastEvent(): Promise<string>;
  /** How many entities events of these types name, above this place in the log. */
  entitiesSince(lastEvent: string, types: readonly string[]): Promise<number>;
  /** Write-ahead log and transactions that wrote, since the server began. */
  written(): Promise<{ walBytes: number; commits: number }>;
  /** The jobs created at or after this instant. */
  jobsSince(sinceMs: number): Promise<Span>;
  retriedAttempts(): Promise<number>;
  /** When the jobs ended that did so at or after this instant, in order. */
  endsSince(sinceMs: number): Promise<number[]>;
  /** From being created to the end, of the jobs of these tenants that were created at or after this instant and have ended. */
  waitsSince(sinceMs: number, tenantIds: readonly string[]): Promise<number[]>;
  /** How many of the first so many starts belong to tenants of each weight. */
  startsByWeight(first: number): Promise<Map<number, number>>;
  /** Fills the event log with so many rows of one event each. */
  storeHistory(tenantId: string, events: number): Promise<void>;
  /** Jobs and runs that have not ended. */
  openWork(): Promise<number>;
  /** Runs that started at or after this instant. */
  runsSince(sinceMs: number): Promise<{ runs: number; open: number; succeeded: number; lastEndMs: number }>;
  run(runId: string): Promise<{ state: string; startedMs: number; finishedMs: number | null }>;
  /** For each pair of steps that follow each other in this run: from the first one's end to the second one's start. */
  stepGaps(runId: string): Promise<number[]>;
  /** Makes every schedule due at the latest full minute. */
  makeSchedulesDue(): Promise<void>;
  /** What became of one instant of all schedules. */
  instant(atMs: number): Promise<Instant>;
  client: pg.Client;
  close(): Promise<void>;
};

/** Opens a connection for figures. */
export async function openFigures(url: string): Promise<Figures> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const one = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row> => {
    const { rows } = await client.query<Row>(sql, values);
    const [row] = rows;
    assert(row !== undefined, 'a question for figures has one row as its answer');
    return row;
  };
  return {
    client,
    // Stored instants are whole milliseconds: what happens from now on must not seem to have happened before.
    now: async () => (await one<{ ms: number }>(`select floor(${epochMs('clock_timestamp()')}) as ms`)).ms,
    lastEvent: async () => (await one<{ id: string }>(`select coalesce(max(id), 0)::text as id from events`)).id,
    entitiesSince: async (lastEvent, types) =>
      (
        await one<{ entities: number }>(
          `select coalesce(sum(cardinality(entity_ids)), 0)::int as entities from events where id > $1::bigint and type = any($2::text[])`,
          [lastEvent, types],
        )
      ).entities,
    written: async () => {
      const row = await one<{ wal: number; xids: number }>(
        `select (pg_current_wal_insert_lsn() - '0/0')::float8 as wal, pg_snapshot_xmax(pg_current_snapshot())::text::float8 as xids`,
      );
      return { walBytes: row.wal, commits: row.xids };
    },
    jobsSince: (sinceMs) =>
      one<Span>(
        `select count(*)::int as jobs, count(*) filter (where state = 'SUCCEEDED')::int as succeeded, ${epochMs('min(started_at)')} as "firstStartMs",
           ${epochMs('max(started_at)')} as "lastStartMs", ${epochMs('max(finished_at)')} as "lastEndMs"
         from jobs
         where created_at >= to_timestamp($1::float8 / 1000)`,
        [sinceMs],
      ),
    retriedAttempts: async () =>
      (await one<{ count: number }>(`select count(*)::int as count from attempts where state = 'FAILED'`)).count,
    endsSince: async (sinceMs) => {
      const { rows } = await client.query<{ ms: number }>(
        `select ${epochMs('finished_at')} as ms from jobs where finished_at >= to_timestamp($1::float8 / 1000) order by finished_at`,
        [sinceMs],
      );
      return rows.map(({ ms }) => ms);
    },
    waitsSince: async (sinceMs, tenantIds) => {
      const { rows } = await client.query<{ ms: number }>(
        `select ${epochMs('finished_at')} - ${epochMs('created_at')} as ms
         from jobs
         where tenant_id = any($2::uuid[]) and created_at >= to_timestamp($1::float8 / 1000) and finished_at is not null`,
        [sinceMs, tenantIds],
      );
      return rows.map(({ ms }) => ms);
    },
    startsByWeight: async (first) => {
      const { rows } = await client.query<{ weight: number; starts: number }>(
        `select t.weight, count(*)::int as starts
         from (select tenant_id from jobs where started_at is not null order by started_at, id limit $1::int) s
         join tenants t on t.id = s.tenant_id
         group by t.weight`,
        [first],
      );
      return new Map(rows.map(({ weight, starts }) => [weight, starts]));
    },
    storeHistory: async (tenantId, events) => {
      await client.query(
        `insert into events (tenant_id, type, from_state, to_state, actor, attempt, entity_ids)
         select $1::uuid, 'job.succeeded', 'RUNNING', 'SUCCEEDED', 'system:bench', 1, array[gen_random_uuid()]
         from generate_series(1, $2::int)`,
        [tenantId, events],
      );
      await client.query('vacuum analyze events');
    },
    openWork: async () =>
      (
        await one<{ open: number }>(
          `select (select count(*) from jobs where state in ('PENDING', 'SCHEDULED', 'RUNNING'))::int
             + (select count(*) from runs where state in ('RUNNING', 'PAUSED'))::int as open`,
        )
      ).open,
    runsSince: (sinceMs) =>
      one<{ runs: number; open: number; succeeded: number; lastEndMs: number }>(
        `select count(*)::int as runs, count(*) filter (where state in ('RUNNING', 'PAUSED'))::int as open,
           count(*) filter (where state = 'SUCCEEDED')::int as succeeded, ${epochMs('max(finished_at)')} as "lastEndMs"
         from runs
         where started_at >= to_timestamp($1::float8 / 1000)`,
        [sinceMs],
      ),
    run: (runId) =>
      one<{ state: string; startedMs: number; finishedMs: number | null }>(
        `select state::text, ${epochMs('started_at')} as "startedMs", ${epochMs('finished_at')} as "finishedMs" from runs where id = $1::uuid`,
        [runId],
      ),
    stepGaps: async (runId) => {
      const { rows } = await client.query<{ ms: number }>(
        `select ${epochMs('started_at')} - lag(${epochMs('finished_at')}) over (order by step) as ms from jobs where run_id = $1::uuid order by step offset 1`,
        [runId],
      );
      return rows.map(({ ms }) => ms);
    },
    makeSchedulesDue: async () => {
      await client.query(`update schedules set next_at = date_trunc('minute', now())`);
    },
    instant: (atMs) =>
      one<Instant>(
        `select count(*)::int as fired, count(j.started_at)::int as started, (count(*) - count(distinct t.job_id))::int as shared,
           (select count(*)::int from jobs o where o.schedule_id is not null and not exists (select from ticks x where x.job_id = o.id)) as strays
         from ticks t
         left join jobs j on j.tenant_id = t.tenant_id and j.id = t.job_id
         where t.scheduled_for = to_timestamp($1::float8 / 1000) and t.outcome = 'FIRED'`,
        [atMs],
      ),
    close: () => client.end(),
  };
}

function epochMs(instant: string): string {
  return `(extract(epoch from ${instant}) * 1000)::float8`;
}
