/** What people changed of runs, as their history tells it. */
import { done, type Outcome } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** One call that changed a run. `before` of a variable is null when it had no value. */
export type RunModificationRow = {
  runId: string;
  number: number;
  at: Date;
  changedBy: string;
  reason: string;
  added: { stepKey: string; before: string[]; step: JsonObject }[];
  skipped: string[];
  variables: { name: string; from: Json; to: Json }[];
};

type Row = Sized & {
  id: string;
  runId: string;
  number: number;
  at: Date;
  changedBy: string;
  reason: string;
  changes: Json;
};

/** By run id, the first change first; a run that nobody changed is absent. */
export async function loadRunChanges(
  context: Context,
  runIds: readonly string[],
): Promise<Outcome<Map<string, RunModificationRow[]>>> {
  const rows = await loadByKey(context, runIds, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<Row[]>(
        upToBound(
          'load_run_changes',
          ['runId', 'number', 'at', 'changedBy', 'reason', 'changes'],
          Prisma.sql`
            select run_id || ' ' || lpad(number::text, 4, '0') as id, run_id as "runId", number, changed_at as at, changed_by as "changedBy", reason, changes,
              octet_length(changes::text) as size
            from run_changes
            where tenant_id = ${tenantId}::uuid and run_id = any(${wanted}::uuid[])`,
        ),
      ),
    keyOf: ({ id }) => id,
  });
  const loaded = allOrNone(rows, 'the changes of the runs');
  if (!loaded.ok) return loaded;
  const sorted = [...loaded.value.values()].sort((one, other) => one.number - other.number);
  return done(Map.groupBy(sorted.map(modificationOf), ({ runId }) => runId));
}

function modificationOf({ runId, number, at, changedBy, reason, changes }: Row): RunModificationRow {
  const made: RunModificationRow = { runId, number, at, changedBy, reason, added: [], skipped: [], variables: [] };
  const stored = storedJson(changes);
  for (const change of Array.isArray(stored) ? stored : []) {
    if (!isJsonObject(change)) continue;
    const { kind, step, before = null, name, value = null } = change;
    if (kind === 'ADD_STEP' && isJsonObject(step)) {
      const waiting = Array.isArray(before) ? before.map(String) : [];
      made.added.push({ stepKey: String(step.id), before: waiting, step });
    } else if (kind === 'SKIP_STEP') made.skipped.push(String(step));
    else if (kind === 'SET_VARIABLE') made.variables.push({ name: String(name), from: before, to: value });
  }
  return made;
}
