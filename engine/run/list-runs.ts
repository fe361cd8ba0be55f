/** Runs, the newest first. */
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { type RunFilter, readRunFilter } from '#domain/run/run-filter.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import { type ResolvedRuns, resolveRuns, restOf, runSourcesOf } from '#engine/run/selection/run-selection.ts';
import type { Context } from '#engine/store/context.ts';
import { type Count, type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type RunRow, runColumns } from './run-rows.ts';

/** A page of the runs that match. */
export async function listRuns(
  context: Context,
  request: PageRequest & { filter?: RunFilter | null },
): Promise<Outcome<Connection<RunRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const filter = readRunFilter(request.filter ?? {}, tx.now.getTime(), ['filter']);
    if (!filter.ok) return filter;
    const conditions = await resolveRuns(tx, filter.value);
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) => readRuns(tx, { conditions, after, take }),
      count: () => countRuns(tx, conditions),
      keyOf: (run) => run.id,
    });
    return done(connection);
  });
}

async function readRuns(
  tx: Transaction,
  list: { conditions: ResolvedRuns; after: string | undefined; take: number },
): Promise<RunRow[]> {
  const { conditions, after, take } = list;
  const sources = runSourcesOf(conditions);
  if (sources.length === 0) return [];
  const asked = restOf(tx.tenantId, conditions);
  if (after !== undefined) asked.push(Prisma.sql`id < ${after}::uuid`);
  const parts = sources.map((source) => {
    const where = Prisma.join([source, ...asked], ' and ');
    return Prisma.sql`(select ${runColumns} from runs where ${where} order by id desc limit ${take})`;
  });
  return await tx.client.$queryRaw<RunRow[]>(Prisma.sql`/* list_runs */
    select *
    from (${Prisma.join(parts, ' union all ')}) found
    order by id desc
    limit ${take}`);
}

// Looks at so many rows and no further: a count beyond that is a lower bound.
async function countRuns(tx: Transaction, conditions: ResolvedRuns): Promise<Count> {
  const sources = runSourcesOf(conditions);
  if (sources.length === 0) return { count: 0, isExact: true };
  const scanMax = pageBounds.countScanMax;
  const rest = Prisma.join(restOf(tx.tenantId, conditions), ' and ');
  const { workflowIds, schedules, ids, parents } = conditions;
  const isNarrow = [workflowIds, schedules, ids, parents].some((narrow) => narrow !== undefined);
  const parts = sources.map((source) =>
    isNarrow
      ? Prisma.sql`(select count(*) as matching, count(*) as looked_at from (select from runs where ${rest} limit ${scanMax}) scanned)`
      : Prisma.sql`(select count(*) filter (where ${rest}) as matching, count(*) as looked_at
          from (select * from runs where ${source} and tenant_id = ${tx.tenantId}::uuid order by id desc limit ${scanMax}) scanned)`,
  );
  const [row] = await tx.client.$queryRaw<{ matching: number; is_exact: boolean }[]>(Prisma.sql`/* count_runs */
    select sum(matching)::int as matching, bool_and(looked_at < ${scanMax}) as is_exact
    from (${Prisma.join(parts, ' union all ')}) counted`);
  return { count: row?.matching ?? 0, isExact: row?.is_exact ?? true };
}
