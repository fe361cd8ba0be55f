/**
 * Locks runs in id order, the one order in which everybody locks them, and reads how far they are. The sorted list
 * drives a nested loop, which keeps the order.
 */

import type { RunState } from '#domain/machines.ts';
import { readSuperseded, type Superseded } from '#domain/run/change/superseded.ts';
import type { Ending } from '#domain/run/close-run.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** How many steps of all runs of a workflow may run at once, as its latest version says. */
export type WorkflowCap = { workflowId: string; name: string; maxRunningSteps: number };

export type LockedRun = {
  tenantId: string;
  id: string;
  /** What its plan is found by: its version, or the definition of its own that it was changed to. */
  versionId: string;
  state: RunState;
  progress: Uint8Array;
  /** The answers to the conditions of dependencies, one byte each; null before the first. */
  edges: Uint8Array | null;
  inputs: JsonObject;
  variables: JsonObject;
  /** Which outputs people's values have taken the place of; null when they changed no variable. */
  superseded: Superseded | null;
  /** How often people changed it. */
  changes: number;
  eventSeq: number;
  failedStep: string | null;
  /** How it ends once its last steps have; null until they come. */
  ending: Ending | null;
  /** Why, when it was ended from outside. */
  endingCode: string | null;
  endingReason: string | null;
  startedAt: Date;
  /** How many of its steps have their ends from another run. */
  keptSteps: number;
  /** How many items of its loops have their results from another run. */
  keptItems: number;
  /** True when one step of it runs and nothing after that. */
  isStepAlone: boolean;
  /** What its workflow limits all of its runs to; null when it limits nothing. */
  cap: WorkflowCap | null;
  /** The instant of the transaction that holds the lock. */
  lockedAt: Date;
};

type Row = {
  tenant_id: string;
  id: string;
  version_id: string;
  state: RunState;
  progress: Uint8Array;
  edges: Uint8Array | null;
  inputs: Json;
  variables: Json;
  superseded: Json;
  changes: number;
  event_seq: number;
  failed_step: string | null;
  ending: Ending | null;
  ending_code: string | null;
  ending_reason: string | null;
  started_at: Date;
  kept_steps: number;
  kept_items: number;
  replay_alone: boolean;
  cap: WorkflowCap | null;
  now: Date;
};

/** Of the row `r` of a run. */
export const capOfRun = Prisma.sql`(
      select json_build_object('workflowId', w.id, 'name', w.name, 'maxRunningSteps', w.max_running_steps)
      from workflows w
      where w.tenant_id = r.tenant_id and w.id = r.workflow_id and w.max_running_steps is not null
    )`;

/** The runs, locked until the transaction ends; one that is not there is absent. */
export async function lockRuns(
  client: Asking,
  runs: readonly { tenantId: string; runId: string }[],
): Promise<LockedRun[]> {
  const sorted = [...runs].sort((a, b) => (a.runId < b.runId ? -1 : 1));
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* lock_runs */
    select r.*, ${capOfRun} as cap, now() as now
    from unnest(${uuidArray(sorted.map((run) => run.tenantId))}::text::uuid[], ${uuidArray(sorted.map((run) => run.runId))}::text::uuid[]) as w (tenant_id, id)
    cross join lateral (
      select x.tenant_id, x.id, x.workflow_id, coalesce(x.definition_id, x.version_id) as version_id, x.state, x.progress, x.edges, x.inputs, x.variables, x.event_seq, x.failed_step, x.started_at,
        x.ending, x.ending_code, x.ending_reason, x.kept_steps, x.kept_items, x.replay_alone, x.superseded, x.changes
      from runs x
      where x.tenant_id = w.tenant_id and x.id = w.id
      for update
    ) r`);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    id: row.id,
    versionId: row.version_id,
    state: row.state,
    progress: row.progress,
    edges: row.edges,
    inputs: isJsonObject(row.inputs) ? row.inputs : {},
    variables: isJsonObject(row.variables) ? row.variables : {},
    superseded: readSuperseded(row.superseded),
    changes: row.changes,
    eventSeq: row.event_seq,
    failedStep: row.failed_step,
    ending: row.ending,
    endingCode: row.ending_code,
    endingReason: row.ending_reason,
    startedAt: row.started_at,
    keptSteps: row.kept_steps,
    keptItems: row.kept_items,
    isStepAlone: row.replay_alone,
    cap: row.cap,
    lockedAt: row.now,
  }));
}
