/** Takes back the jobs of workers whose lease ran out (G4), and tells poison from bad luck (G8). */
import { jobBounds } from '#domain/bounds/job.ts';
import { judgeLostJobs } from '#domain/job/crash-rule.ts';
import { workerAlias } from '#domain/worker/worker-alias.ts';
import { noteRescues } from '#engine/log/note-rescues.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { settleAttempts } from './settle-attempts.ts';
import { attemptKey, type Settlement } from './settle-statement.ts';

/** `unsettled`: jobs that nothing can be stored of. */
export type Rescued = { workers: number; jobs: number; dead: number; readied: number; unsettled: number };

type LostRow = {
  worker_id: string;
  tenant_id: string;
  id: string;
  fence: number;
  attempt: number;
  crashes: number;
  run_id: string | null;
  step: number | null;
  step_key: string | null;
};

// More lost jobs than this are taken back in the next sweep, which follows at once.
const jobsPerSweepMax = 1_000;

/** One sweep. Several may run at once: the fences let each job be taken back once. */
export async function rescueJobs(database: Database): Promise<Rescued> {
  const workers = await database.client.$executeRaw(Prisma.sql`/* lose_workers */
    update workers
    set state = 'LOST', running = 0
    where id in (
      select id from workers where state in ('LIVE', 'DRAINING') and lease_until <= now() order by id limit 100 for update skip locked
    )`);
  const rows = await database.client.$queryRaw<LostRow[]>(Prisma.sql`/* find_lost_jobs */
    select j.worker_id, j.tenant_id, j.id, j.fence, j.attempt, j.crashes, j.run_id, j.step, j.step_key
    from workers w
    join jobs j on j.worker_id = w.id and j.state = 'RUNNING'
    where w.state in ('LOST', 'STOPPED')
    order by j.worker_id, j.id
    limit ${jobsPerSweepMax}`);
  if (rows.length === 0) return { workers, jobs: 0, dead: 0, readied: 0, unsettled: 0 };
  const settlements = [...Map.groupBy(rows, (row) => row.worker_id).values()].flatMap(settlementsOf);
  const settled = await settleAttempts(database, settlements, 'system:rescuer');
  const refused = new Set(settled.refused.map(attemptKey));
  await noteRescues(
    database,
    settlements.flatMap(({ tenantId, jobId, fence, decision = '' }) =>
      refused.has(attemptKey({ jobId, fence })) ? [] : [{ tenantId, jobId, fence, message: decision }],
    ),
  );
  const dead = settlements.filter((one) => one.to === 'DEAD').length;
  return { workers, jobs: settled.accepted, dead, readied: settled.readied, unsettled: settled.unsettled.length };
}

function settlementsOf(lost: LostRow[]): Settlement[] {
  const verdicts = judgeLostJobs(lost);
  return lost.map((row) => {
    const verdict = verdicts.get(row.id) ?? { to: 'PENDING', counts: true };
    const base = {
      tenantId: row.tenant_id,
      jobId: row.id,
      workerId: row.worker_id,
      fence: row.fence,
      runId: row.run_id,
      step: row.step,
      stepKey: row.step_key,
      crashed: verdict.counts,
    };
    if (verdict.to === 'DEAD') {
      const message = `its worker died ${jobBounds.crashesMax} times while it ran`;
      return {
        ...base,
        attempt: row.attempt,
        to: 'DEAD',
        reasonCode: 'CRASH_LOOP',
        decision: message,
        error: { type: 'CRASH_LOOP', message, retryable: false },
      };
    }
    // The attempt does not count: the job did nothing wrong that we know of.
    return {
      ...base,
      attempt: row.attempt - 1,
      to: 'PENDING',
      reasonCode: 'WORKER_LOST',
      decision: `its ${workerAlias(row.worker_id)} died`,
    };
  });
}

/** Removes the records of workers gone for longer than a day: nobody looks at them any more. */
export async function forgetWorkers(database: Database): Promise<number> {
  return await database.client.$executeRaw(Prisma.sql`/* forget_workers */
    delete from workers
    where id in (select id from workers where state in ('STOPPED', 'LOST') and last_seen_at < now() - interval '1 day' limit 500)
      and not exists (select from jobs j where j.state = 'RUNNING' and j.worker_id = workers.id)`);
}
