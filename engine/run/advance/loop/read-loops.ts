/** How far the loops of runs are, for those who look at them. */
import { openOf } from '#domain/run/loop/loop-counts.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Of its jobs: how many were started, and what became of them. `total` is null for a while loop, which knows no end beforehand. */
export type LoopView = {
  kind: 'FOREACH' | 'WHILE';
  total: number | null;
  started: number;
  running: number;
  succeeded: number;
  failed: number;
  /** Of those that succeeded, how many did in an earlier run. */
  kept: number;
  cancelled: number;
  /** When its first job began. */
  startedAt: Date | null;
};

type Row = {
  runId: string;
  step: number;
  total: number | null;
  started: number;
  succeeded: number;
  failed: number;
  kept: number;
  startedAt: Date | null;
};

/** The loops of the runs, by `<run> <step>`. `isOpen` says whether a step is still at work. */
export async function readLoopViews(
  { client, tenantId }: Transaction,
  runIds: readonly string[],
  isOpen: (runId: string, step: number) => boolean,
): Promise<Map<string, LoopView>> {
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* load_loop_views */
    select l.run_id as "runId", l.step, l.total, l.started, l.succeeded, l.failed, l.kept, j.started_at as "startedAt"
    from run_loops l
    left join jobs j on j.tenant_id = l.tenant_id and j.run_id = l.run_id and j.step = l.step and j.item = coalesce(l.places[1], 0)
    where l.tenant_id = ${tenantId}::uuid and l.run_id = any(${[...runIds]}::uuid[])`);
  return new Map(rows.map((row) => [`${row.runId} ${row.step}`, viewOf(row, isOpen(row.runId, row.step))]));
}

// What its run or a person ended was cancelled without a count.
function viewOf({ total, started, succeeded, failed, kept, startedAt }: Row, isOpen: boolean): LoopView {
  const rest = openOf({ started, succeeded, failed });
  const counts = { started, succeeded, failed, kept, running: isOpen ? rest : 0, cancelled: isOpen ? 0 : rest };
  return { kind: total === null ? 'WHILE' : 'FOREACH', total, ...counts, startedAt };
}
