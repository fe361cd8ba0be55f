/** Writes what was changed of a run. The caller holds its row. */
import type { ChangedRun } from '#domain/run/change/apply-changes.ts';
import type { RunChange } from '#domain/run/change/run-change.ts';
import { printSuperseded } from '#domain/run/change/superseded.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import type { LoadedPlan } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A definition that only this run follows, and those that repeat it. */
export async function storeDefinition(
  tx: Transaction,
  { id, of, printed }: { id: string; of: LoadedPlan; printed: JsonObject },
): Promise<void> {
  await tx.client.$executeRaw(Prisma.sql`/* insert_run_definition */
    insert into run_definitions (tenant_id, id, workflow_id, number, definition)
    values (${tx.tenantId}::uuid, ${id}::uuid, ${of.workflowId}::uuid, ${of.number}, ${JSON.stringify(printed)}::json)`);
}

/** A line of the run's history; a variable's says what it was. */
export type StoredChange = RunChange | (Extract<RunChange, { kind: 'SET_VARIABLE' }> & { before: Json });

/** The new row of the run but for its progress, which moves on from here, and a line of its history. */
export async function storeChange(
  tx: Transaction,
  change: {
    run: LockedRun;
    number: number;
    definitionId: string | null;
    now: Omit<ChangedRun, 'byHand'>;
    actor: string;
    reason: string;
    changes: readonly RunChange[];
  },
): Promise<void> {
  const { run, number, definitionId, now, actor, reason } = change;
  const changes = change.changes.map((one): StoredChange => {
    if (one.kind !== 'SET_VARIABLE') return one;
    return { ...one, before: Object.hasOwn(run.variables, one.name) ? (run.variables[one.name] ?? null) : null };
  });
  const superseded = printSuperseded(now.superseded);
  const count = await tx.client.$executeRaw(Prisma.sql`/* change_run */
    update runs
    set changes = ${number}, definition_id = coalesce(${definitionId}::uuid, definition_id), inputs = ${JSON.stringify(now.inputs)}::json,
      variables = ${JSON.stringify(now.variables)}::json, superseded = ${superseded === null ? null : JSON.stringify(superseded)}::json
    where tenant_id = ${tx.tenantId}::uuid and id = ${run.id}::uuid and changes = ${run.changes}
      and state in ('RUNNING', 'PAUSED') and ending is null`);
  if (count !== 1) throw new Error('broken invariant: a run that is locked and open can be changed');
  await tx.client.$executeRaw(Prisma.sql`/* insert_run_change */
    insert into run_changes (tenant_id, run_id, number, changed_by, changed_at, reason, changes)
    values (${tx.tenantId}::uuid, ${run.id}::uuid, ${number}, ${actor}, ${tx.now}, ${reason}, ${JSON.stringify(changes)}::json)`);
}
