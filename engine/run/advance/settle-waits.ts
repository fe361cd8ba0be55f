/** Ends steps that wait without a job, in runs whose rows the caller has locked, and hands back their moves. */
import { sourcesOf, type WaitState, waitMoves } from '#domain/machines.ts';
import type { StepEnd } from '#domain/step/decision.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { StepMove } from './run-work.ts';

/** How a step of a run ends, and who decided that. `lookAgain`: what it started is still to be ended. */
export type WaitEnd = {
  tenantId: string;
  runId: string;
  step: number;
  end: StepEnd;
  decidedBy: string | null;
  lookAgain?: boolean;
};

type Row = {
  id: string;
  run_id: string;
  step: number;
  step_key: string;
  kind: string;
  state: WaitState;
  event_id: bigint;
  reason_code: string | null;
  result: Json;
  error: Json;
};

const types = { SUCCEEDED: 'step.succeeded', FAILED: 'step.failed', CANCELLED: 'step.cancelled' } as const;

/** Ends those that still wait; one that has ended already is absent from the answer. */
export async function settleWaits(client: Asking, ends: readonly WaitEnd[]): Promise<(StepMove & { runId: string })[]> {
  if (ends.length === 0) return [];
  const rows = ends.map(({ tenantId, runId, step, end, decidedBy, lookAgain = false }) => ({
    tenant_id: tenantId,
    run_id: runId,
    step,
    state: end.state,
    reason_code: end.error?.type ?? null,
    reason: end.error?.message ?? null,
    result: end.result,
    error: end.error,
    decided_by: decidedBy,
    look_again: lookAgain,
  }));
  const open = arrayOf(sourcesOf(waitMoves, 'SUCCEEDED'));
  const settled = await client.$queryRaw<Row[]>(Prisma.sql`/* settle_waits */
    with n as materialized (
      select e.*, nextval('events_id_seq') as event_id
      from json_to_recordset(${JSON.stringify(rows)}::json) as e (tenant_id uuid, run_id uuid, step int, state text, reason_code text,
        reason text, result json, error json, decided_by text, look_again boolean)
    )
    update run_steps s
    set state = n.state, reason_code = n.reason_code, reason = n.reason, result = n.result, error = n.error, decided_by = n.decided_by,
      finished_at = now(), look_at = case when n.look_again then now() end
    from n
    where s.tenant_id = n.tenant_id and s.run_id = n.run_id and s.step = n.step and s.state = any(${open}::text::text[])
    returning s.id, s.run_id, s.step, s.step_key, s.kind, s.state, n.event_id, s.reason_code, s.result, s.error`);
  return settled.map(moveOf);
}

/** Cancels all that wait in the runs, but for the steps spared. */
export async function cancelWaits(
  client: Asking,
  runs: readonly { tenantId: string; runId: string; spared?: readonly number[] }[],
  reason: string,
): Promise<(StepMove & { runId: string })[]> {
  const spared = runs.flatMap(({ runId, spared = [] }) => spared.map((step) => ({ runId, step })));
  const open = arrayOf(sourcesOf(waitMoves, 'CANCELLED'));
  const cancelled = await client.$queryRaw<Row[]>(Prisma.sql`/* cancel_waits */
    with n as materialized (
      select o.tenant_id, o.run_id, o.step, nextval('events_id_seq') as event_id
      from unnest(${uuidArray(runs.map((run) => run.tenantId))}::text::uuid[], ${uuidArray(runs.map((run) => run.runId))}::text::uuid[]) as r (tenant_id, run_id)
      join run_steps o on o.tenant_id = r.tenant_id and o.run_id = r.run_id
      where o.state = any(${open}::text::text[])
        and not exists (
          select from unnest(${uuidArray(spared.map(({ runId }) => runId))}::text::uuid[], ${spared.map(({ step }) => step)}::int[]) as p (run_id, step)
          where p.run_id = o.run_id and p.step = o.step
        )
    )
    update run_steps s
    set state = 'CANCELLED', reason_code = ${reason}, finished_at = now(), look_at = case when s.kind = 'WORKFLOW' then now() end
    from n
    where s.tenant_id = n.tenant_id and s.run_id = n.run_id and s.step = n.step and s.state = any(${open}::text::text[])
    returning s.id, s.run_id, s.step, s.step_key, s.kind, s.state, n.event_id, s.reason_code, s.result, s.error`);
  return cancelled.map(moveOf);
}

function moveOf(row: Row): StepMove & { runId: string } {
  const { state, error } = row;
  if (state !== 'SUCCEEDED' && state !== 'FAILED' && state !== 'CANCELLED')
    throw new Error(`broken invariant: a wait ends as ${state}`);
  return {
    runId: row.run_id,
    step: row.step,
    stepKey: row.step_key,
    jobId: row.id,
    eventId: String(row.event_id),
    type: types[state],
    from: row.kind === 'WORKFLOW' ? 'RUNNING' : 'PENDING',
    to: state,
    attempt: null,
    reason: row.reason_code,
    result: row.result,
    ...(isJsonObject(error) && {
      error: { type: String(error.type), message: String(error.message), retryable: error.retryable === true },
    }),
  };
}
