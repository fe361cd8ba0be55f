/** The engine's own word in the log of attempts that ended with their worker: nobody else writes there any more. */
import { printLine } from '#domain/log/chunk-text.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { chunkColumns, type LogChunk, rowsOf } from './append-log.ts';

export type Rescue = { tenantId: string; jobId: string; fence: number; message: string };

type LastChunk = Pick<
  LogChunk,
  'tenantId' | 'jobId' | 'fence' | 'firstLine' | 'beganAtMs' | 'attempt' | 'runId' | 'stepKey'
> & {
  nowMs: number;
};

/**
 * Writes the last line of such attempts, where they wrote anything before; an attempt that said nothing is told of by its
 * transitions. Hands back how many it wrote.
 */
export async function noteRescues(database: Database, rescues: readonly Rescue[]): Promise<number> {
  if (rescues.length === 0) return 0;
  return await dutyTransaction(database, async (client) => {
    const messages = new Map(rescues.map((one) => [keyOf(one), one.message]));
    const chunks = (await readLastChunks(client, rescues)).map(({ nowMs, ...last }): LogChunk => {
      const message = messages.get(keyOf(last)) ?? '';
      const line = {
        offsetMs: nowMs - last.beganAtMs,
        level: 'ERROR',
        source: 'ENGINE',
        message,
        fields: null,
      } as const;
      return { ...last, lines: 1, infos: 0, warnings: 0, errors: 1, body: printLine(line) };
    });
    if (chunks.length === 0) return 0;
    return await client.$executeRaw(Prisma.sql`/* note_rescues */
      insert into log_chunks (${chunkColumns})
      select ${chunkColumns}
      from (${rowsOf(chunks)}) c
      on conflict do nothing`);
  });
}

// `firstLine` is the number of the line to come.
async function readLastChunks(client: Statements, rescues: readonly Rescue[]): Promise<LastChunk[]> {
  const wanted = rescues.map(({ tenantId, jobId, fence }) => ({ tenant_id: tenantId, job_id: jobId, fence }));
  return await client.$queryRaw<LastChunk[]>(Prisma.sql`/* read_last_chunks */
    select l.tenant_id as "tenantId", l.job_id as "jobId", l.fence, l.first_line + l.lines as "firstLine",
      (extract(epoch from l.began_at) * 1000)::float8 as "beganAtMs", l.attempt, l.run_id as "runId", l.step_key as "stepKey",
      (extract(epoch from now()) * 1000)::float8 as "nowMs"
    from json_to_recordset(${JSON.stringify(wanted)}::json) as r (tenant_id uuid, job_id uuid, fence int)
    cross join lateral (
      select c.*
      from log_chunks c
      where c.tenant_id = r.tenant_id and c.job_id = r.job_id and c.fence = r.fence
      order by c.first_line desc
      limit 1
    ) l
    limit ${rescues.length}`);
}

function keyOf({ jobId, fence }: { jobId: string; fence: number }): string {
  return `${jobId} ${fence}`;
}
