/** Jobs, the newest first. */
import { bounds } from '#domain/bounds.ts';
import { narrowed } from '#domain/conditions.ts';
import { type JobConditions, type JobFilter, readJobFilter } from '#domain/job-filter.ts';
import type { JobState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access.ts';
import type { Context } from '#engine/context.ts';
import { type Connection, type Count, type PageRequest, readConnection, readPage } from '#engine/queries/connection.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from '#engine/queries/job-rows.ts';
import {
  inQueues,
  isByTask,
  type JobSource,
  partsOf,
  type ResolvedConditions,
  restOf,
  sourcesOf,
  spansOf,
} from '#engine/queries/job-sources.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A page of the jobs that match. */
export async function listJobs(
  context: Context,
  request: PageRequest & { filter?: JobFilter | null },
): Promise<Outcome<Connection<JobRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const filter = readJobFilter(request.filter ?? {}, tx.now.getTime(), ['filter']);
    if (!filter.ok) return filter;
    const conditions = await resolve(tx, filter.value);
    const lists = isImpossible(conditions)
      ? []
      : partsOf(conditions).map((part) => ({ conditions: part, sources: sourcesOf(part, tx.tenantId) }));
    const connection = await readConnection(tx, page.value, {
      read: (asked) => readParts(tx, lists, asked),
      count: () => countParts(tx, lists),
      keyOf: (job) => job.id,
    });
    return done(connection);
  });
}

type JobList = { conditions: ResolvedConditions; sources: JobSource[] };
type Asked = { after: string | undefined; take: number };

async function readParts(tx: Transaction, lists: readonly JobList[], { after, take }: Asked): Promise<JobRow[]> {
  const rows: JobRow[] = [];
  for (const list of lists)
    if (rows.length < take) rows.push(...(await readJobs(tx, { ...list, after, take: take - rows.length })));
  return rows;
}

async function countParts(tx: Transaction, lists: readonly JobList[]): Promise<Count> {
  const sum: Count = { count: 0, isExact: true };
  for (const list of lists) {
    if (!sum.isExact) break;
    const { count, isExact } = await countJobs(tx, list);
    sum.count += count;
    sum.isExact = isExact;
  }
  return sum;
}

async function readJobs(tx: Transaction, list: JobList & Asked): Promise<JobRow[]> {
  if (list.sources.length === 0) return [];
  const { after, take } = list;
  const spans = [Prisma.sql`tenant_id = ${tx.tenantId}::uuid`, ...spansOf(list.conditions)];
  if (after !== undefined) spans.push(Prisma.sql`id < ${after}::uuid`);
  const parts = list.sources.map((source) => {
    const { indexed, isWhole } = source;
    const where = Prisma.join([...spans, indexed, ...restOf(list.conditions, source)], ' and ');
    // `offset 0` keeps PostgreSQL from walking through everything in order for rows that it believes to be many.
    const rows = isWhole
      ? Prisma.sql`(select id from jobs where ${where} offset 0) whole`
      : Prisma.sql`jobs where ${where}`;
    return Prisma.sql`(select id from ${rows} order by id desc limit ${take})`;
  });
  const jobs = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* list_jobs */
    select ${jobColumns}
    from jobs
    where tenant_id = ${tx.tenantId}::uuid
      and id = any(array(select id from (${Prisma.join(parts, ' union ')}) found order by id desc limit ${take}))
    order by id desc`);
  return jobs.map(jobRow);
}

// Looks at so many rows of each source and no further; what lies beyond makes the count a lower bound.
async function countJobs(tx: Transaction, list: JobList): Promise<Count> {
  if (list.sources.length === 0) return { count: 0, isExact: true };
  const scanMax = bounds.countScanMax;
  const spans = [Prisma.sql`tenant_id = ${tx.tenantId}::uuid`, ...spansOf(list.conditions)];
  const parts = list.sources.map((source) => {
    const rest = restOf(list.conditions, source);
    const matches = rest.length === 0 ? Prisma.sql`true` : Prisma.join(rest, ' and ');
    const where = Prisma.join([...spans, source.indexed], ' and ');
    return Prisma.sql`(select count(*) filter (where ${matches}) as matching, count(*) as looked_at from (select * from jobs where ${where} limit ${scanMax}) scanned)`;
  });
  const [row] = await tx.client.$queryRaw<{ matching: number; is_exact: boolean }[]>(Prisma.sql`/* count_jobs */
    select sum(matching)::int as matching, bool_and(looked_at < ${scanMax}) as is_exact
    from (${Prisma.join(parts, ' union all ')}) counted`);
  return { count: row?.matching ?? 0, isExact: row?.is_exact ?? true };
}

function isImpossible(conditions: ResolvedConditions): boolean {
  const { states, queueIds, taskIds, ids, runs, schedules, correlationIds } = conditions;
  return [states, queueIds, taskIds, ids, runs, schedules, correlationIds].some((list) => list?.length === 0);
}

type Names = { queue_ids: string[]; task_ids: string[]; words: [string, string[]][] | null };

async function resolve(
  tx: Transaction,
  { queues, tasks, words, ...conditions }: JobConditions,
): Promise<ResolvedConditions> {
  // Which index is right depends on the values asked for, so each page is planned for its own.
  const [names] = await tx.client.$queryRaw<Names[]>(Prisma.sql`/* resolve_job_filter */
    select set_config('plan_cache_mode', 'force_custom_plan', true),
      array(select id::text from queues where tenant_id = ${tx.tenantId}::uuid and name = any(${queues ?? []}::text[])) as queue_ids,
      array(select id::text from tasks where tenant_id = ${tx.tenantId}::uuid and name = any(${tasks ?? []}::text[])) as task_ids,
      (select json_agg(json_build_array(w.word, array(
        select t.id
        from tasks t
        where t.tenant_id = ${tx.tenantId}::uuid and position(lower(w.word) in lower(t.name)) > 0
        limit ${bounds.queryMatchesMax}
      ))) from unnest(${words}::text[]) as w (word)) as words`);
  let { correlationIds } = conditions;
  let taskIds = tasks === undefined ? undefined : (names?.task_ids ?? []);
  for (const [word, matches] of names?.words ?? []) {
    // A word is part of the names of some tasks; when it is of none, it is a correlation id.
    if (matches.length > 0) taskIds = narrowed(taskIds, matches);
    else correlationIds = narrowed(correlationIds, [word]);
  }
  return await withCrowded(tx, {
    ...conditions,
    correlationIds,
    taskIds,
    queueIds: queues === undefined ? undefined : (names?.queue_ids ?? []),
    crowded: new Set(),
  });
}

// A queue may hold a million waiting jobs: too many to sort for one page, and then the newest are near the end of the walk.
async function withCrowded(tx: Transaction, conditions: ResolvedConditions): Promise<ResolvedConditions> {
  if (isByTask(conditions)) return conditions;
  const sources = sourcesOf(conditions, tx.tenantId);
  if (!sources.some(({ state }) => state === 'PENDING' || state === 'SCHEDULED')) return conditions;
  const lanes = inQueues(conditions.queueIds, tx.tenantId);
  const [row] = await tx.client.$queryRaw<{ pending: number; scheduled: number }[]>(Prisma.sql`/* count_crowded_jobs */
    select
      (select count(*)::int from (select from jobs where state = 'PENDING' and crashes < 2 and ${lanes} limit ${bounds.countScanMax}) p) as pending,
      (select count(*)::int from (select from jobs where state = 'SCHEDULED' and ${lanes} limit ${bounds.countScanMax}) s) as scheduled`);
  const crowded = new Set<JobState>();
  if ((row?.pending ?? 0) >= bounds.countScanMax) crowded.add('PENDING');
  if ((row?.scheduled ?? 0) >= bounds.countScanMax) crowded.add('SCHEDULED');
  return { ...conditions, crowded };
}
