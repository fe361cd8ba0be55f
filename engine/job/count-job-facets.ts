/** What the jobs of a filter are made of: how many are in each state, queue and task. */
import { jobBounds } from '#domain/bounds/job.ts';
import { type JobFilter, readJobFilter } from '#domain/job/job-filter.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type JobPart, selectJobs } from './job-selection.ts';
import { type JobSource, restOf, spansOf, wholeRows } from './job-sources.ts';

// Facets tell what a list is made of; the newest jobs tell it well enough, in some 20 ms.
export const facetScanMax = 5_000;

export type Facet = { value: string; count: number };

/** Each list has its most frequent value first. `isExact` is false when older jobs may match that were not looked at. */
export type JobFacets = { states: Facet[]; queues: Facet[]; tasks: Facet[]; isExact: boolean };

/** Counts the newest jobs of a filter; how many it looks at is bound, whatever the filter. */
export async function countJobFacets(
  context: Context,
  request: { filter?: JobFilter | null },
): Promise<Outcome<JobFacets>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const filter = readJobFilter(request.filter ?? {}, tx.now.getTime(), ['filter']);
    if (!filter.ok) return filter;
    const parts = await selectJobs(tx, filter.value, { sortedMax: facetScanMax + 1 });
    const [newest] = parts;
    if (newest === undefined) return done({ states: [], queues: [], tasks: [], isExact: true });
    const counts = await countPart(tx, newest);
    const [, older] = parts;
    if (!counts.isExact || older === undefined) return done(counts);
    return done(sum(counts, await countPart(tx, older)));
  });
}

type Row = { kind: 'states' | 'queues' | 'tasks'; value: string; count: number };
type Counted = { facets: Row[] | null; is_exact: boolean };

// Of each source so many jobs are looked at and no more: a rare match among a million jobs is not searched for.
async function countPart(tx: Transaction, { conditions, sources }: JobPart): Promise<JobFacets> {
  const scanMax = facetScanMax;
  const spans = [Prisma.sql`tenant_id = ${tx.tenantId}::uuid`, ...spansOf(conditions)];
  const scans = sources.map((source) => {
    const rest = restOf(conditions, source);
    if (source.isCrowded) return newestWaiting({ tenantId: tx.tenantId, source, spans, rest });
    const matches = rest.length === 0 ? Prisma.sql`true` : Prisma.join(rest, ' and ');
    const where = Prisma.join([...spans, source.indexed], ' and ');
    const columns = Prisma.sql`id, state, queue_id, task_id, (${matches}) as matches`;
    const rows = source.isWhole
      ? wholeRows(source, { columns, where })
      : Prisma.sql`(select ${columns} from jobs where ${where})`;
    return Prisma.sql`(
      select *
      from ${rows} scanned
      order by id desc
      limit ${scanMax + 1})`;
  });
  const [row] = await tx.client.$queryRaw<Counted[]>(Prisma.sql`/* count_job_facets */
    with scanned as materialized (${Prisma.join(scans, ' union all ')}),
    matching as materialized (
      select state, queue_id, task_id
      from (select * from scanned order by id desc limit ${scanMax}) newest
      where matches
    )
    select
      (select count(*) <= ${scanMax} from scanned) as is_exact,
      (select json_agg(json_build_object('kind', kind, 'value', value, 'count', jobs)) from (
        select 'states' as kind, state::text as value, count(*)::int as jobs from matching group by state
        union all
        select 'queues', q.name, m.jobs
        from (select queue_id, count(*)::int as jobs from matching group by queue_id) m
        join queues q on q.tenant_id = ${tx.tenantId}::uuid and q.id = m.queue_id
        union all
        select 'tasks', t.name, m.jobs
        from (select task_id, count(*)::int as jobs from matching group by task_id order by 2 desc limit ${jobBounds.facetValuesMax}) m
        join tasks t on t.tenant_id = ${tx.tenantId}::uuid and t.id = m.task_id
      ) f) as facets`);
  return facetsOf(row?.facets ?? [], row?.is_exact ?? true);
}

type Crowd = { tenantId: string; source: JobSource; spans: Prisma.Sql[]; rest: Prisma.Sql[] };

/**
 * The newest of all that wait, each looked at once, whichever of them match: to pick out those of one state only would
 * take a look at many more. Where they begin is found in an index alone, task by task.
 */
function newestWaiting({ tenantId, source, spans, rest }: Crowd): Prisma.Sql {
  const take = facetScanMax + 1;
  const where = Prisma.join([...spans, Prisma.sql`state in ('PENDING', 'SCHEDULED')`], ' and ');
  return Prisma.sql`(
      select id, state, queue_id, task_id, (${Prisma.join([source.indexed, ...rest], ' and ')}) as matches
      from jobs
      where ${where} and id >= (
        select id
        from (
          select w.id
          from tasks t
          cross join lateral (select id from jobs where task_id = t.id and ${where} order by id desc limit ${take}) w
          where t.tenant_id = ${tenantId}::uuid
          order by w.id desc
          limit ${take}
        ) newest
        order by id
        limit 1
      )
      limit ${take})`;
}

function sum(one: JobFacets, other: JobFacets): JobFacets {
  const rows = [one, other].flatMap(({ states, queues, tasks }) => [
    ...states.map((facet) => ({ ...facet, kind: 'states' as const })),
    ...queues.map((facet) => ({ ...facet, kind: 'queues' as const })),
    ...tasks.map((facet) => ({ ...facet, kind: 'tasks' as const })),
  ]);
  return facetsOf(rows, one.isExact && other.isExact);
}

function facetsOf(rows: readonly Row[], isExact: boolean): JobFacets {
  const kinds = {
    states: new Map<string, number>(),
    queues: new Map<string, number>(),
    tasks: new Map<string, number>(),
  };
  for (const { kind, value, count } of rows) kinds[kind].set(value, (kinds[kind].get(value) ?? 0) + count);
  const facets = (counts: Map<string, number>): Facet[] =>
    [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { states: facets(kinds.states), queues: facets(kinds.queues), tasks: facets(kinds.tasks), isExact };
}
