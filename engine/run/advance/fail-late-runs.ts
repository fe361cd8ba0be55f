/** Ends runs that have taken longer than their definition's maxExecutionTime, which is no limit to what they end with. */
import { runMoves, sourcesOf } from '#domain/machines.ts';
import type { Database } from '#engine/store/database.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { failRuns } from './fail-runs.ts';

const runsPerSweepMax = 100;

/** One sweep; hands back how many runs it ended. A run that cannot be ended is thrown about when all others are. */
export async function failLateRuns(database: Database): Promise<number> {
  const open = arrayOf(sourcesOf(runMoves, 'FAILED'));
  const late = await database.client.$queryRaw<{ tenant_id: string; id: string }[]>(Prisma.sql`/* find_late_runs */
    select tenant_id, id
    from runs
    where state = any(${open}::text::run_state[]) and state in ('RUNNING', 'PAUSED') and ending is null and deadline_at is not null and deadline_at <= now()
    order by deadline_at
    limit ${runsPerSweepMax}`);
  const runs = late.map(({ tenant_id: tenantId, id: runId }) => ({
    tenantId,
    runId,
    reasonCode: 'EXECUTION_TIME',
    reason: 'the run took longer than its maxExecutionTime',
    isClosing: true,
  }));
  const { failed, poisoned, left, fault } = await failRuns(database, runs, 'system:late-runs');
  if (left.length > 0) throw fault;
  for (const stuck of poisoned) throw stuck.fault;
  return failed;
}
