/** The runs that steps have started, counted, with the one that says most about them. */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** `total` is how many the step asks for; of those started, the rest is at work, and `kept` succeeded in an earlier run. `shown` is the only one, or the first that failed, or else the last. */
export type StepChildrenRow = {
  runId: string;
  workflow: string;
  hasItems: boolean;
  total: number;
  started: number;
  succeeded: number;
  kept: number;
  failed: number;
  cancelled: number;
  shown: string | null;
};

type Row = Omit<StepChildrenRow, 'workflow' | 'hasItems' | 'total'> & {
  key: string;
  ask: Json;
};

/** By `<run> <step>`. What a run keeps of an earlier one has its runs there. */
export async function loadChildren(context: Context, keys: readonly string[]): Promise<Map<string, StepChildrenRow>> {
  const places = keys.map((key) => key.split(' '));
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<Row[]>(Prisma.sql`/* load_children */
      select w.run_id || ' ' || w.step as key, o.run_id as "runId",
        case when s.ask->'items' is null then json_build_object('workflow', s.ask->'workflow')
          else json_build_object('workflow', s.ask->'workflow', 'total', json_array_length(s.ask->'items')) end as ask,
        c.started + c.kept as started, c.succeeded + c.kept as succeeded, c.kept, c.failed, c.cancelled,
        (
          select r.id from runs r
          where r.tenant_id = ${tenantId}::uuid and r.parent_run_id = o.run_id and r.parent_step = o.step
          order by r.state = 'FAILED' desc, r.state in ('RUNNING', 'PAUSED') desc, r.parent_item desc
          limit 1
        ) as shown
      from unnest(${places.map(([run = '']) => run)}::uuid[], ${places.map(([, step]) => Number(step))}::int[]) as w (run_id, step)
      join run_steps s on s.tenant_id = ${tenantId}::uuid and s.run_id = w.run_id and s.step = w.step
      cross join lateral (
        select coalesce(k.from_run_id, w.run_id) as run_id, coalesce((
          -- Another version may count its steps otherwise.
          select e.step from run_steps e
          where e.tenant_id = ${tenantId}::uuid and e.run_id = k.from_run_id and e.step_key = s.step_key limit 1
        ), w.step) as step
        from (select 1) one
        left join kept_steps k on k.tenant_id = ${tenantId}::uuid and k.run_id = w.run_id and k.step = w.step
      ) o
      cross join lateral (
        select count(*)::int as started, count(*) filter (where x.state = 'SUCCEEDED')::int as succeeded,
          count(*) filter (where x.state = 'FAILED')::int as failed, count(*) filter (where x.state = 'CANCELLED')::int as cancelled,
          (select count(*)::int from kept_children k where k.tenant_id = ${tenantId}::uuid and k.run_id = o.run_id and k.step = o.step) as kept
        from runs x
        where x.tenant_id = ${tenantId}::uuid and x.parent_run_id = o.run_id and x.parent_step = o.step
      ) c
      where s.kind = 'WORKFLOW'`),
  );
  return new Map(
    rows.flatMap(({ key, ask, ...row }) => {
      // A step that was skipped or could not begin asked for nothing.
      if (!isJsonObject(ask) || typeof ask.workflow !== 'string') return [];
      const hasItems = typeof ask.total === 'number';
      const total = typeof ask.total === 'number' ? ask.total : 1;
      return [[key, { ...row, workflow: ask.workflow, hasItems, total }] as const];
    }),
  );
}
