/** Jobs by id, and their payloads. */
import type { Json } from '#domain/json.ts';
import type { Context } from '#engine/context.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from '#engine/queries/job-rows.ts';
import { loadByKey } from '#engine/queries/loading.ts';
import { storedJson } from '#engine/stored-json.ts';
import type { Transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What went into a job and what came out of its latest attempt. */
export type JobPayload = { id: string; params: Json; result: Json; error: Json };

/** Jobs by id. */
export async function loadJobs(context: Context, ids: readonly string[]): Promise<Map<string, JobRow>> {
  return await loadByKey(context, ids, { read: readJobs, keyOf: (job) => job.id });
}

/** Jobs by id, within a transaction. */
export async function readJobs(tx: Transaction, ids: readonly string[]): Promise<JobRow[]> {
  const jobs = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* load_jobs */
    select ${jobColumns}
    from jobs
    where tenant_id = ${tx.tenantId}::uuid and id = any(${[...ids]}::uuid[])`);
  return jobs.map(jobRow);
}

/** Payloads by job id. */
export async function loadJobPayloads(context: Context, jobIds: readonly string[]): Promise<Map<string, JobPayload>> {
  const payloads = await loadByKey(context, jobIds, {
    read: (tx, ids) =>
      tx.client.$queryRaw<
        { id: string; params: unknown; result: unknown; error: unknown }[]
      >(Prisma.sql`/* load_job_payloads */
        select id, params, result, error
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and id = any(${ids}::uuid[])`),
    keyOf: (payload) => payload.id,
  });
  return new Map(
    [...payloads].map(([id, { params, result, error }]) => [
      id,
      { id, params: storedJson(params), result: storedJson(result), error: storedJson(error) },
    ]),
  );
}
