/** Runs, the newest first. */
import { bounds } from '#domain/bounds.ts';
import { narrowed } from '#domain/conditions.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { type RunConditions, type RunFilter, readRunFilter } from '#domain/run-filter.ts';
import { refuseUnless } from '#engine/access.ts';
import type { Context } from '#engine/context.ts';
import { type Connection, type Count, type PageRequest, readConnection, readPage } from '#engine/queries/connection.ts';
import { idSpan, instantSpan } from '#engine/queries/id-span.ts';
import { type RunRow, runColumns } from '#engine/queries/run-rows.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Resolved = Omit<RunConditions, 'workflows' | 'words'> & { workflowIds: string[] | undefined };

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
    const conditions = await resolve(tx, filter.value);
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) => readRuns(tx, { conditions, after, take }),
      count: () => countRuns(tx, conditions),
      keyOf: (run) => run.id,
    });
    return done(connection);
  });
}

// Under row level security a state leads to an index only where it stands in the index's own predicate; see job-sources.ts.
const inStates = {
  open: Prisma.sql`state in ('RUNNING', 'PAUSED')`,
  FAILED: Prisma.sql`state = 'FAILED'`,
  CANCELLED: Prisma.sql`state = 'CANCELLED'`,
};

function sourcesOf({ states, workflowIds, schedules, ids }: Resolved): Prisma.Sql[] {
  const isNarrow = workflowIds !== undefined || schedules !== undefined || ids !== undefined;
  if (states === undefined || isNarrow || states.includes('SUCCEEDED')) return [Prisma.sql`true`];
  const sources: Prisma.Sql[] = [];
  if (states.includes('RUNNING') || states.includes('PAUSED')) sources.push(inStates.open);
  if (states.includes('FAILED')) sources.push(inStates.FAILED);
  if (states.includes('CANCELLED')) sources.push(inStates.CANCELLED);
  return sources;
}

function restOf(tenantId: string, conditions: Resolved): Prisma.Sql[] {
  const { states, workflowIds, schedules, ids } = conditions;
  const rest = [Prisma.sql`tenant_id = ${tenantId}::uuid`];
  if (states !== undefined) rest.push(Prisma.sql`state = any(${states}::text[]::run_state[])`);
  if (workflowIds !== undefined) rest.push(Prisma.sql`workflow_id = any(${workflowIds}::uuid[])`);
  if (schedules !== undefined) rest.push(Prisma.sql`schedule_id = any(${schedules}::uuid[])`);
  if (ids !== undefined) rest.push(Prisma.sql`id = any(${ids}::uuid[])`);
  const { startedAfterMs, startedBeforeMs } = conditions;
  rest.push(...instantSpan(Prisma.sql`started_at`, startedAfterMs, startedBeforeMs));
  rest.push(...instantSpan(Prisma.sql`finished_at`, conditions.finishedAfterMs, conditions.finishedBeforeMs));
  rest.push(...idSpan({ afterMs: startedAfterMs, beforeMs: startedBeforeMs }));
  return rest;
}

async function readRuns(
  tx: Transaction,
  list: { conditions: Resolved; after: string | undefined; take: number },
): Promise<RunRow[]> {
  const { conditions, after, take } = list;
  const sources = sourcesOf(conditions);
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
async function countRuns(tx: Transaction, conditions: Resolved): Promise<Count> {
  const sources = sourcesOf(conditions);
  if (sources.length === 0) return { count: 0, isExact: true };
  const scanMax = bounds.countScanMax;
  const rest = Prisma.join(restOf(tx.tenantId, conditions), ' and ');
  const { workflowIds, schedules, ids } = conditions;
  const isNarrow = workflowIds !== undefined || schedules !== undefined || ids !== undefined;
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

type Names = { workflow_ids: string[]; words: [string, string[]][] | null };

async function resolve(tx: Transaction, { workflows, words, ...conditions }: RunConditions): Promise<Resolved> {
  // Which index is right depends on the values asked for, so each page is planned for its own.
  const [names] = await tx.client.$queryRaw<Names[]>(Prisma.sql`/* resolve_run_filter */
    select set_config('plan_cache_mode', 'force_custom_plan', true),
      array(select id::text from workflows where tenant_id = ${tx.tenantId}::uuid and name = any(${workflows ?? []}::text[])) as workflow_ids,
      (select json_agg(json_build_array(w.word, array(
        select f.id
        from workflows f
        where f.tenant_id = ${tx.tenantId}::uuid and position(lower(w.word) in lower(f.name)) > 0
        limit ${bounds.queryMatchesMax}
      ))) from unnest(${words}::text[]) as w (word)) as words`);
  let workflowIds = workflows === undefined ? undefined : (names?.workflow_ids ?? []);
  for (const [, matches] of names?.words ?? []) workflowIds = narrowed(workflowIds, matches);
  return { ...conditions, workflowIds };
}
