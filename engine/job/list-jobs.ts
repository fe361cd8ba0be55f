/** Jobs, the newest first. */
import { pageBounds } from '#domain/bounds/page.ts';
import { type JobFilter, readJobFilter } from '#domain/job/job-filter.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { type Count, type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from './job-rows.ts';
import { type JobPart, newestIds, selectJobs } from './job-selection.ts';
import { restOf, spansOf } from './job-sources.ts';

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
    const lists = await selectJobs(tx, filter.value);
    const connection = await readConnection(tx, page.value, {
      read: (asked) => readParts(tx, lists, asked),
      count: () => countParts(tx, lists),
      keyOf: (job) => job.id,
    });
    return done(connection);
  });
}

type Asked = { after: string | undefined; take: number };

async function readParts(tx: Transaction, lists: readonly JobPart[], { after, take }: Asked): Promise<JobRow[]> {
  const rows: JobRow[] = [];
  for (const list of lists)
    if (rows.length < take) rows.push(...(await readJobs(tx, { ...list, after, take: take - rows.length })));
  return rows;
}

async function countParts(tx: Transaction, lists: readonly JobPart[]): Promise<Count> {
  const sum: Count = { count: 0, isExact: true };
  for (const list of lists) {
    if (!sum.isExact) break;
    const { count, isExact } = await countJobs(tx, list);
    sum.count += count;
    sum.isExact = isExact;
  }
  return sum;
}

async function readJobs(tx: Transaction, { after, take, ...part }: JobPart & Asked): Promise<JobRow[]> {
  const newest = newestIds(part, { tenantId: tx.tenantId, after, take });
  const jobs = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* list_jobs */
    select ${jobColumns}
    from jobs
    where tenant_id = ${tx.tenantId}::uuid and id = any(array(${newest}))
    order by id desc`);
  return jobs.map(jobRow);
}

// Looks at so many rows of each source and no further; what lies beyond makes the count a lower bound.
async function countJobs(tx: Transaction, list: JobPart): Promise<Count> {
  const scanMax = pageBounds.countScanMax;
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
