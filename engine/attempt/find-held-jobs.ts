/** The jobs that a worker holds according to the database, whatever the worker itself believes. */
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type HeldJob = {
  tenantId: string;
  jobId: string;
  queueId: string;
  workerId: string;
  fence: number;
  attempt: number;
  runId: string | null;
  step: number | null;
  stepKey: string | null;
};

// A worker holds at most its slots and one batch.
const jobsMax = 20_000;

/** Every job that is RUNNING under this worker's id. */
export async function findHeldJobs(database: Database, workerId: string): Promise<HeldJob[]> {
  return await database.client.$queryRaw<HeldJob[]>(Prisma.sql`/* find_held_jobs */
    select tenant_id as "tenantId", id as "jobId", queue_id as "queueId", worker_id as "workerId", fence, attempt, run_id as "runId", step, step_key as "stepKey"
    from jobs
    where state = 'RUNNING' and worker_id = ${workerId}::uuid
    limit ${jobsMax}`);
}
