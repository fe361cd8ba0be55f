/** What the runs of steps left: the variables of each at its end, in the order of the items. */
import { valueBounds } from '#domain/bounds/value.ts';
import type { Json } from '#domain/value/json.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { RunningStep } from './running-steps.ts';

// What stands around the results: the names of the fields and three numbers.
const frameSizeBytes = 128;

// The runs of the step `w`, and those that it keeps from an earlier one.
const ofItems = Prisma.sql`select c.parent_item as item, c.state, c.variables
      from runs c
      where c.parent_run_id = w.run_id and c.parent_step = w.step and c.tenant_id = w.tenant_id
      union all
      select k.item, c.state, c.variables
      from kept_children k
      cross join lateral (select x.state, x.variables from runs x where x.tenant_id = k.tenant_id and x.id = k.child_id limit 1) c
      where k.tenant_id = w.tenant_id and k.run_id = w.run_id and k.step = w.step`;

/** By `<run> <step>`; `size` alone where the results have more than a payload may. A run that did not succeed left null. */
export async function readChildResults(
  client: Statements,
  steps: readonly RunningStep[],
): Promise<Map<string, { result: Json; size: number }>> {
  if (steps.length === 0) return new Map();
  const max = valueBounds.payloadSizeBytesMax - frameSizeBytes;
  // Their size first: nothing larger than a payload is put together.
  const rows = await client.$queryRaw<{ runId: string; step: number; result: Json; size: number }[]>(
    Prisma.sql`/* read_child_results */
    select w.run_id as "runId", w.step, case when s.size <= ${max} then s.size else s.size + ${frameSizeBytes} end::float8 as size,
      case when s.size > ${max} then null
        when w.has_list then coalesce((
          select json_agg(case when c.state = 'SUCCEEDED' then c.variables end order by c.item)
          from (${ofItems}) c
        ), '[]'::json)
        else (
          select c.variables
          from runs c
          where c.parent_run_id = w.run_id and c.parent_step = w.step and c.tenant_id = w.tenant_id
          limit 1
        )
      end as result
    from unnest(${uuidArray(steps.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(steps.map(({ runId }) => runId))}::text::uuid[],
      ${steps.map(({ step }) => step)}::int[], ${steps.map(({ hasList }) => hasList)}::boolean[]) as w (tenant_id, run_id, step, has_list)
    cross join lateral (
      select coalesce(sum(case when c.state = 'SUCCEEDED' then octet_length(c.variables::text) else 4 end + 2), 0) as size
      from (${ofItems}) c
    ) s`,
  );
  return new Map(rows.map(({ runId, step, result, size }) => [`${runId} ${step}`, { result, size }]));
}
