/**
 * Stores what attempts wrote, a batch in one statement. A chunk is known by its attempt and the number of its first line,
 * so that a batch whose answer was lost may be sent again. A worker that lost its lease writes nothing.
 */
import { eachApart } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { afterRaces } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Lines of one attempt that follow each other, as domain/log/chunk-text.ts prints them. */
export type LogChunk = {
  tenantId: string;
  jobId: string;
  fence: number;
  firstLine: number;
  /** When the attempt began, by the database's clock. */
  beganAtMs: number;
  attempt: number;
  runId: string | null;
  stepKey: string | null;
  lines: number;
  infos: number;
  warnings: number;
  errors: number;
  body: string;
};

export type Appended = {
  lines: number;
  /** What each tenant of the batch has written today, in bytes. */
  bytesToday: Map<string, number>;
  /** Chunks that the database does not take, whatever is done with them. */
  refused: LogChunk[];
  /** False when the writer is not alive any more for the database: nothing was stored. */
  isAlive: boolean;
};

/** Stores a batch of one worker's attempts. Throws when the database is away; the caller sends it again. */
export async function appendLog(
  database: Database,
  { workerId, chunks }: { workerId: string; chunks: readonly LogChunk[] },
): Promise<Appended> {
  const { results, poisoned, left, fault } = await eachApart(chunks, (part) =>
    afterRaces(() => insertChunks(database.client, workerId, part)),
  );
  if (left.length > 0) throw fault;
  return {
    lines: results.reduce((sum, one) => sum + one.lines, 0),
    bytesToday: new Map(results.flatMap(({ used }) => used)),
    refused: poisoned.map(({ item }) => item),
    isAlive: results.every(({ isAlive }) => isAlive),
  };
}

type Inserted = { lines: number; used: [string, number][]; isAlive: boolean };
type Row = { lines: number; used: string | null; is_alive: boolean };

// The commit need not wait for the disk: after a crash of the database the last moment of a log may be missing, as it is
// after a crash of the worker. Ids are drawn in the order of the batch, which is that of each attempt.
async function insertChunks(client: Statements, workerId: string, chunks: readonly LogChunk[]): Promise<Inserted> {
  const [row] = await client.$queryRaw<Row[]>(Prisma.sql`/* append_log */
    with writer as materialized (
      select exists (select from workers w where w.id = ${workerId}::uuid and w.state in ('LIVE', 'DRAINING')) as is_alive,
        set_config('synchronous_commit', 'off', true) is null as hasty
    ),
    stored as (
      insert into log_chunks (${chunkColumns})
      select ${chunkColumns}
      from (${rowsOf(chunks)}) c
      where (select is_alive from writer)
      on conflict do nothing
      returning tenant_id, lines, octet_length(body) as bytes
    ),
    used as (
      insert into log_usage (tenant_id, day, lines, bytes)
      select tenant_id, (now() at time zone 'UTC')::date, sum(lines), sum(bytes)
      from stored
      group by tenant_id
      order by tenant_id
      on conflict (tenant_id, day) do update set lines = log_usage.lines + excluded.lines, bytes = log_usage.bytes + excluded.bytes
      returning tenant_id, bytes
    )
    select coalesce((select sum(lines) from stored), 0)::int as lines,
      (select json_agg(json_build_array(tenant_id, bytes))::text from used) as used,
      (select is_alive from writer) as is_alive`);
  if (row === undefined) throw new Error('append_log answered nothing');
  return { lines: row.lines, used: row.used === null ? [] : JSON.parse(row.used), isAlive: row.is_alive };
}

/** The columns that a chunk brings. */
export const chunkColumns = Prisma.raw(
  'tenant_id, job_id, fence, first_line, began_at, run_id, step_key, attempt, lines, infos, warnings, errors, body',
);

/** Chunks as rows of a statement, in their order. */
export function rowsOf(chunks: readonly LogChunk[]): Prisma.Sql {
  return Prisma.sql`
        select c.*, to_timestamp(began_ms / 1000) as began_at
        from json_to_recordset(${JSON.stringify(chunks.map(columnsOf))}::json) as c (tenant_id uuid, job_id uuid, fence int, first_line int,
          began_ms float8, run_id uuid, step_key text, attempt smallint, lines int, infos int, warnings int, errors int, body text)`;
}

function columnsOf(chunk: LogChunk) {
  return {
    tenant_id: chunk.tenantId,
    job_id: chunk.jobId,
    fence: chunk.fence,
    first_line: chunk.firstLine,
    began_ms: chunk.beganAtMs,
    run_id: chunk.runId,
    step_key: chunk.stepKey,
    attempt: chunk.attempt,
    lines: chunk.lines,
    infos: chunk.infos,
    warnings: chunk.warnings,
    errors: chunk.errors,
    body: chunk.body,
  };
}
