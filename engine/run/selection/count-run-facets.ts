/** What the runs of a filter are made of: how many are in each state and of each workflow. */
import { runBounds } from '#domain/bounds/run.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { type RunFilter, readRunFilter } from '#domain/run/run-filter.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ResolvedRuns, resolveRuns, restOf, runSourcesOf } from './run-selection.ts';

// Facets tell what a list is made of; the newest runs tell it well enough, in some 20 ms.
export const facetScanMax = 5_000;

export type Facet = { value: string; count: number };

/** Each list has its most frequent value first. `isExact` is false when older runs may match that were not looked at. */
export type RunFacets = { states: Facet[]; workflows: Facet[]; isExact: boolean };

/** Counts the newest runs of a filter; how many it looks at is bound, whatever the filter. */
export async function countRunFacets(
  context: Context,
  request: { filter?: RunFilter | null },
): Promise<Outcome<RunFacets>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const filter = readRunFilter(request.filter ?? {}, tx.now.getTime(), ['filter']);
    if (!filter.ok) return filter;
    return done(await count(tx, await resolveRuns(tx, filter.value)));
  });
}

type Counted = { states: Facet[] | null; workflows: Facet[] | null; is_exact: boolean };

// Of each source so many runs are looked at and no more: a rare match among a million runs is not searched for.
async function count(tx: Transaction, conditions: ResolvedRuns): Promise<RunFacets> {
  const sources = runSourcesOf(conditions);
  if (sources.length === 0) return { states: [], workflows: [], isExact: true };
  const matches = Prisma.join(restOf(tx.tenantId, { ...conditions, ...nowhereElse }), ' and ');
  const scans = sources.map((source) => {
    const where = Prisma.join([source, ...restOf(tx.tenantId, { ...conditions, ...inItsRowOnly })], ' and ');
    return Prisma.sql`(
      select id, state, workflow_id, (${matches}) as matches
      from runs
      where ${where}
      order by id desc
      limit ${facetScanMax + 1})`;
  });
  const [row] = await tx.client.$queryRaw<Counted[]>(Prisma.sql`/* count_run_facets */
    with scanned as materialized (${Prisma.join(scans, ' union all ')}),
    matching as materialized (
      select state, workflow_id
      from (select * from scanned order by id desc limit ${facetScanMax}) newest
      where matches
    )
    select
      (select count(*) <= ${facetScanMax} from scanned) as is_exact,
      (select json_agg(json_build_object('value', state, 'count', runs) order by runs desc, state::text) from (
        select state, count(*)::int as runs from matching group by state
      ) s) as states,
      (select json_agg(json_build_object('value', f.name, 'count', m.runs) order by m.runs desc, f.name) from (
        select workflow_id, count(*)::int as runs from matching group by workflow_id order by 2 desc, 1 limit ${runBounds.facetValuesMax}
      ) m
      join workflows f on f.tenant_id = ${tx.tenantId}::uuid and f.id = m.workflow_id) as workflows`);
  return { states: row?.states ?? [], workflows: row?.workflows ?? [], isExact: row?.is_exact ?? true };
}

// What no index finds is asked of each run that was looked at: the state and the instants that its row holds.
const inItsRowOnly = { states: undefined, finishedAfterMs: undefined, finishedBeforeMs: undefined };
// The rest has led to the run.
const nowhereElse = { workflowIds: undefined, schedules: undefined, ids: undefined };
