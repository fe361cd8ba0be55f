/** Ends runs that have taken longer than their definition's maxExecutionTime. */
import { runMoves, sourcesOf } from '#domain/machines.ts';
import { readNow } from '#engine/clock.ts';
import type { Database } from '#engine/database.ts';
import { endRun } from '#engine/runs/end-run.ts';
import { lockRuns } from '#engine/runs/lock-runs.ts';
import { arrayOf } from '#engine/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

// One transaction each, so that a run with thousands of steps holds up nobody else.
const runsPerSweepMax = 100;

/** One sweep; hands back how many runs it ended. */
export async function failLateRuns(database: Database): Promise<number> {
  const open = arrayOf(sourcesOf(runMoves, 'FAILED'));
  const late = await database.client.$queryRaw<{ tenant_id: string; id: string }[]>(Prisma.sql`/* find_late_runs */
    select tenant_id, id
    from runs
    where state = any(${open}::text::run_state[]) and state in ('RUNNING', 'PAUSED') and deadline_at is not null and deadline_at <= now()
    order by deadline_at
    limit ${runsPerSweepMax}`);
  for (const { tenant_id: tenantId, id } of late) {
    await database.client.$transaction(async (client) => {
      const [run] = await lockRuns(client, [{ tenantId, runId: id }]);
      if (run === undefined || runMoves[run.state].FAILED === undefined) return;
      await endRun(client, {
        run,
        to: 'FAILED',
        now: await readNow(client),
        actor: 'system:rescuer',
        reasonCode: 'EXECUTION_TIME',
        reason: 'the run took longer than its maxExecutionTime',
      });
    });
  }
  return late.length;
}
