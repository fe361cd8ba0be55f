/** Jobs by id, and their payloads. */

import { done, type Outcome } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from './job-rows.ts';

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
export async function loadJobPayloads(
  context: Context,
  jobIds: readonly string[],
): Promise<Outcome<Map<string, JobPayload>>> {
  const rows = await loadByKey(context, jobIds, {
    read: (tx, ids) =>
      tx.client.$queryRaw<StoredPayload[]>(
        upToBound(
          'load_job_payloads',
          ['params', 'result', 'error'],
          Prisma.sql`
            select id, params, result, error, octet_length(concat(params, result, error)) as size
            from jobs
            where tenant_id = ${tx.tenantId}::uuid and id = any(${ids}::uuid[])`,
        ),
      ),
    keyOf: (payload) => payload.id,
  });
  const loaded = allOrNone(rows, 'the params, results and errors of the jobs');
  if (!loaded.ok) return loaded;
  const payloads = new Map<string, JobPayload>();
  for (const [id, { params, result, error }] of loaded.value)
    payloads.set(id, { id, params: storedJson(params), result: storedJson(result), error: storedJson(error) });
  return done(payloads);
}

type StoredPayload = Sized & { id: string; params: unknown; result: unknown; error: unknown };
