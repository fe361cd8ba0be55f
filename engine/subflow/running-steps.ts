/** Steps that run workflows, with what they asked for and how far their runs are. */

import type { EndedChild } from '#domain/subflow/child-end.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type StepPlace = { tenantId: string; runId: string; step: number };

/** `items` are the params of each run that it asks for; without a list there is one. */
export type RunningStep = StepPlace & {
  stepKey: string;
  workflow: string;
  hasList: boolean;
  items: Json[];
  isOver: boolean;
  /** How many runs above it stand above its own run. */
  depth: number;
  startedBy: string;
  correlationId: string | null;
  started: number;
  succeeded: number;
  failed: number;
  /** One that ended: the only one, or of several the first that failed. */
  ended: EndedChild | null;
};

type Row = Omit<RunningStep, 'workflow' | 'hasList' | 'items'> & { ask: Json };

/** Those of the places that still run; the caller holds the rows of their runs. */
export async function readRunningSteps(client: Statements, places: readonly StepPlace[]): Promise<RunningStep[]> {
  if (places.length === 0) return [];
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* read_running_subflows */
    select s.tenant_id as "tenantId", s.run_id as "runId", s.step, s.step_key as "stepKey", s.ask, coalesce(s.due_at <= now(), false) as "isOver",
      p.depth, p.started_by as "startedBy", p.correlation_id as "correlationId", c.started, c.succeeded, c.failed,
      (
        select json_build_object('id', e.id, 'workflow', s.ask->>'workflow', 'state', e.state, 'failedStep', e.failed_step, 'reason', e.reason)
        from runs e
        where e.parent_run_id = s.run_id and e.parent_step = s.step and e.tenant_id = s.tenant_id and e.finished_at is not null
        order by e.state = 'SUCCEEDED', e.parent_item
        limit 1
      ) as ended
    from unnest(${uuidArray(places.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(places.map(({ runId }) => runId))}::text::uuid[],
      ${places.map(({ step }) => step)}::int[]) as w (tenant_id, run_id, step)
    join run_steps s on s.tenant_id = w.tenant_id and s.run_id = w.run_id and s.step = w.step
    join runs p on p.tenant_id = w.tenant_id and p.id = w.run_id
    cross join lateral (
      select count(*)::int as started, count(*) filter (where x.state = 'SUCCEEDED')::int as succeeded,
        count(*) filter (where x.state in ('FAILED', 'CANCELLED'))::int as failed
      from runs x
      where x.parent_run_id = s.run_id and x.parent_step = s.step and x.tenant_id = s.tenant_id
    ) c
    where s.kind = 'WORKFLOW' and s.state = 'RUNNING'
    order by s.run_id, s.step`);
  return rows.map(({ ask, ...row }) => ({ ...row, ...askedFor(ask) }));
}

function askedFor(ask: Json): Pick<RunningStep, 'workflow' | 'hasList' | 'items'> {
  if (!isJsonObject(ask)) throw new Error('broken invariant: a step that runs a workflow says which');
  const { workflow, params = {}, items } = ask;
  const hasList = Array.isArray(items);
  return { workflow: String(workflow), hasList, items: hasList ? items : [params] };
}
