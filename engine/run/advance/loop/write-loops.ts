/** Writes what became of the loops of runs: their rows when they begin, their counts whenever something of them settles. */
import type { LoopChange } from '#domain/run/loop/loops-of-run.ts';
import type { Json } from '#domain/value/json.ts';
import type { RunWork } from '#engine/run/advance/run-work.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The loops of all decisions; each run is locked by this transaction. */
export async function writeLoops(client: Asking, works: readonly RunWork[]): Promise<void> {
  const changes = works.flatMap((work) => work.decision.loops.map((change) => ({ work, change })));
  if (changes.length === 0) return;
  const begun = changes.filter(({ change }) => change.opened !== null).map(({ work, change }) => rowOf(work, change));
  const gone = changes.filter(({ change }) => change.opened === null).map(({ work, change }) => rowOf(work, change));
  await Promise.all([insertLoops(client, begun), updateLoops(client, gone)]);
}

function rowOf({ run, loops, takenUp }: RunWork, { step, opened, starts, fault }: LoopChange): Record<string, Json> {
  const { started = 0, succeeded = 0, failed = 0 } = (loops.get(step) ?? takenUp.get(step))?.counts ?? {};
  const items = opened?.items ?? null;
  return {
    tenant_id: run.tenantId,
    run_id: run.id,
    step,
    total: items?.length ?? null,
    // An array of texts in JSON comes into one of PostgreSQL as it stands.
    items: items?.map((item) => JSON.stringify(item)) ?? null,
    started: started + starts.length,
    succeeded,
    failed,
    fault_code: fault?.code ?? null,
    fault: fault?.message ?? null,
  };
}

async function insertLoops(client: Asking, rows: readonly Record<string, Json>[]): Promise<void> {
  if (rows.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* insert_run_loops */
    insert into run_loops (tenant_id, run_id, step, total, items, started)
    select tenant_id, run_id, step, total, items, started
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, run_id uuid, step int, total int, items text[], started int)`);
}

async function updateLoops(client: Asking, rows: readonly Record<string, Json>[]): Promise<void> {
  if (rows.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* update_run_loops */
    update run_loops l
    set started = n.started, succeeded = n.succeeded, failed = n.failed, fault_code = n.fault_code, fault = n.fault
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, run_id uuid, step int, started int, succeeded int, failed int,
      fault_code text, fault text)
    where l.tenant_id = n.tenant_id and l.run_id = n.run_id and l.step = n.step`);
}
