/** Steps that run workflows, with what they asked for and how far their runs are. */

import { subflowBounds } from '#domain/bounds/subflow.ts';
import type { EndedChild } from '#domain/subflow/child-end.ts';
import type { Json } from '#domain/value/json.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type StepPlace = { tenantId: string; runId: string; step: number };

/** The params of a run that it asks for; `item` is null for a step without a list. */
export type NextChild = { item: number | null; params: Json };

export type RunningStep = StepPlace & {
  stepKey: string;
  workflow: string;
  hasList: boolean;
  /** How many runs it asks for. */
  total: number;
  /** Of those that it keeps no run for, the ones that come after those that were started: a window of a long list. */
  next: NextChild[];
  /** Items for which it keeps the run of an earlier one, which succeeded. */
  kept: number;
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

type Row = Omit<RunningStep, 'next'> & { next: [number | null, Json][] | null };

/** Those of the places that still run; the caller holds the rows of their runs. */
export async function readRunningSteps(client: Statements, places: readonly StepPlace[]): Promise<RunningStep[]> {
  if (places.length === 0) return [];
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* read_running_subflows */
    select s.tenant_id as "tenantId", s.run_id as "runId", s.step, s.step_key as "stepKey", s.ask->>'workflow' as workflow,
      l.has_list as "hasList", case when l.has_list then json_array_length(s.ask->'items') else 1 end as total, c.kept,
      case when l.has_list then (
        select json_agg(json_build_array(i.item, i.params) order by i.item)
        from (
          select n.nth - 1 as item, n.params
          from json_array_elements(s.ask->'items') with ordinality as n (params, nth)
          where c.kept = 0 or (
            select true from kept_children k where k.tenant_id = s.tenant_id and k.run_id = s.run_id and k.step = s.step and k.item = n.nth - 1
          ) is null
          order by n.nth
          offset c.started limit ${subflowBounds.startsPerStepMax}
        ) i
      ) else json_build_array(json_build_array(null, s.ask->'params')) end as next,
      coalesce(s.due_at <= now(), false) as "isOver",
      p.depth, p.started_by as "startedBy", p.correlation_id as "correlationId", c.started, c.succeeded, c.failed,
      (
        select json_build_object('id', e.id, 'workflow', s.ask->>'workflow', 'state', e.state, 'failedStep', e.failed_step, 'reason', e.reason)
        from (
          -- Chosen first: what stands above is then made of one run and not of each.
          select x.id, x.state, x.failed_step, x.reason
          from runs x
          where x.parent_run_id = s.run_id and x.parent_step = s.step and x.tenant_id = s.tenant_id and x.finished_at is not null
          order by x.state = 'SUCCEEDED', x.parent_item
          limit 1
        ) e
      ) as ended
    from unnest(${uuidArray(places.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(places.map(({ runId }) => runId))}::text::uuid[],
      ${places.map(({ step }) => step)}::int[]) as w (tenant_id, run_id, step)
    join run_steps s on s.tenant_id = w.tenant_id and s.run_id = w.run_id and s.step = w.step
    join runs p on p.tenant_id = w.tenant_id and p.id = w.run_id
    cross join lateral (select s.ask->'items' is not null as has_list) l
    cross join lateral (
      select count(*)::int as started, count(*) filter (where x.state = 'SUCCEEDED')::int as succeeded,
        count(*) filter (where x.state in ('FAILED', 'CANCELLED'))::int as failed,
        case when p.kept_items = 0 then 0 else (
          select count(*)::int from kept_children k where k.tenant_id = s.tenant_id and k.run_id = s.run_id and k.step = s.step
        ) end as kept
      from runs x
      where x.parent_run_id = s.run_id and x.parent_step = s.step and x.tenant_id = s.tenant_id
    ) c
    where s.kind = 'WORKFLOW' and s.state = 'RUNNING'
    order by s.run_id, s.step`);
  return rows.map((row) => ({
    ...row,
    next: (row.next ?? []).map(([item, params]) => ({ item, params: params ?? {} })),
  }));
}
