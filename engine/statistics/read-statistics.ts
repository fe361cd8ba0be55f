/** What a window of time amounts to. Counts come from the event log, punctuality from a bound sample of the jobs made in it. */
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { parseSla, type Sla } from '#domain/sla/sla.ts';
import {
  bucketsOf,
  countedTypes,
  countWindow,
  type MoveCount,
  missedByHand,
  type Punctuality,
  punctuality,
  type SampledJob,
  shareSample,
  successPercent,
  type WindowCounts,
} from '#domain/statistics/statistics.ts';
import { readWindowParts, type WindowAsked, type WindowParts } from '#domain/statistics/window-parts.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { inQueues } from '#engine/job/job-sources.ts';
import type { Context } from '#engine/store/context.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Jobs whose punctuality is looked at: a percentage of them is off by less than a tenth, in some 20 ms.
const statisticsSampleMax = 4_000;
// Counting further would hold up the page; no depth is shown then.
const waitingCountMax = 1_000_000;
// Depths are counted back from now; further back they would cost a walk through the whole log.
const depthsBackMsMax = 31 * 24 * 3_600_000;

/** Statistics of a window; `at` is where a bucket begins. */
export type Statistics = Punctuality & {
  from: Date;
  to: Date;
  successPercent: number | null;
  counts: WindowCounts;
  buckets: { at: Date; created: number; succeeded: number; failed: number; depth: number | null }[];
};

/** Reads the statistics of a window of at most a month, in buckets. */
export async function readStatistics(context: Context, request: WindowAsked): Promise<Outcome<Statistics>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const window = readWindow(request);
  if (!window.ok) return window;
  const { fromMs, toMs, edges, count: buckets } = window.value;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { moves, waitingNow } = await countMoves(tx, window.value);
    const counts = countWindow(moves, buckets);
    const parts = bucketsOf(moves, { buckets, waitingNow });
    const takes = shareSample(
      parts.map(({ created }) => created),
      statisticsSampleMax,
    );
    const jobs = counts.created === 0 ? [] : await sampleJobs(tx, { ...window.value, takes });
    return done({
      ...punctuality(jobs, tx.now.getTime()),
      from: new Date(fromMs),
      to: new Date(toMs),
      successPercent: successPercent(counts),
      counts,
      buckets: parts.map((part, n) => ({ ...part, at: new Date(edges[n] ?? fromMs) })),
    });
  });
}

function readWindow(request: WindowAsked): Outcome<WindowParts> {
  return readWindowParts(request, {
    bucketsDefault: statisticsBounds.statisticsBucketsDefault,
    bucketsMax: statisticsBounds.statisticsBucketsMax,
    windowMsMax: statisticsBounds.statisticsWindowMsMax,
  });
}

type Counted = { moves: MoveCount[] | null; waiting: number | null };

// One statement, so that the waiting jobs and the moves that are counted back from them are of one moment.
async function countMoves(
  tx: Transaction,
  { fromMs, toMs, edges }: WindowParts,
): Promise<{ moves: MoveCount[]; waitingNow: number | null }> {
  const isRecent = tx.now.getTime() - toMs <= depthsBackMsMax;
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  const starts = edges.map((ms) => new Date(ms).toISOString());
  const [row] = await tx.client.$queryRaw<Counted[]>(Prisma.sql`/* count_moves */
    with moves as (
      select type, from_state, to_state, sum(cardinality(entity_ids))::int as count,
        width_bucket(at, (select array_agg(s::timestamptz) from unnest(${starts}::text[]) s)) - 1 as bucket
      from events
      where tenant_id = ${tx.tenantId}::uuid and at >= ${from} ${isRecent ? Prisma.empty : Prisma.sql`and at < ${to}`}
        and type = any(${[...countedTypes]}::text[])
        and (type <> 'schedule.ticked' or reason is null or reason <> all(${[...missedByHand]}::text[]))
      group by 1, 2, 3, 5
    )
    select
      (select json_agg(json_build_object('bucket', bucket, 'type', type, 'from', from_state, 'to', to_state, 'count', count)) from moves) as moves,
      (select count(*)::int from (
        select from jobs where state = 'PENDING' and ${inQueues(undefined, tx.tenantId)} limit ${waitingCountMax}
      ) w) as waiting`);
  const waiting = row?.waiting ?? 0;
  return { moves: row?.moves ?? [], waitingNow: isRecent && waiting < waitingCountMax ? waiting : null };
}

type Sample = [versionId: string, dueAtMs: number, startedAtMs: number | null, finishedAtMs: number | null];

async function sampleJobs(
  tx: Transaction,
  { edges, takes }: WindowParts & { takes: readonly number[] },
): Promise<SampledJob[]> {
  const spans = takes.flatMap((take, n) =>
    take === 0 ? [] : [{ take, first: firstIdOf(edges[n] ?? 0), end: firstIdOf(edges[n + 1] ?? 0) }],
  );
  // An attempt that began before the job was due belongs to an earlier life of it.
  const [row] = await tx.client.$queryRaw<{ jobs: string | null }[]>(Prisma.sql`/* sample_jobs */
    select json_agg(json_build_array(j.task_version_id, extract(epoch from j.due_at)::float8 * 1000,
      extract(epoch from case when j.started_at >= j.due_at then coalesce(a.started_at, j.started_at) end)::float8 * 1000,
      extract(epoch from j.finished_at)::float8 * 1000))::text as jobs
    from rows from (
      unnest(${uuidArray(spans.map(({ first }) => first))}::text::uuid[]),
      unnest(${uuidArray(spans.map(({ end }) => end))}::text::uuid[]),
      unnest(${arrayOf(spans.map(({ take }) => take))}::text::int[])
    ) as span (first, beyond, take)
    cross join lateral (
      select id, task_version_id, due_at, started_at, finished_at, fence
      from jobs
      where tenant_id = ${tx.tenantId}::uuid and id >= span.first and id < span.beyond
      order by id desc
      limit span.take
    ) j
    left join lateral (
      select started_at
      from attempts
      where tenant_id = ${tx.tenantId}::uuid and job_id = j.id and j.fence > 1 and started_at >= j.due_at
      order by fence
      limit 1
    ) a on true
    where j.due_at <= ${tx.now} and (j.started_at is not null or j.finished_at is null or j.finished_at > j.due_at)`);
  const samples: Sample[] = JSON.parse(row?.jobs ?? '[]');
  const slas = await readSlas(tx, [...new Set(samples.map(([versionId]) => versionId))]);
  return samples.map(([versionId, dueAtMs, startedAtMs, finishedAtMs]) => ({
    dueAtMs,
    startedAtMs,
    finishedAtMs,
    sla: slas.get(versionId) ?? {},
  }));
}

async function readSlas(tx: Transaction, versionIds: string[]): Promise<Map<string, Sla>> {
  const versions = await tx.client.taskVersion.findMany({
    where: { tenantId: tx.tenantId, id: { in: versionIds }, sla: { not: Prisma.DbNull } },
    select: { id: true, sla: true },
  });
  return new Map(
    versions.flatMap(({ id, sla }) => {
      const parsed = parseSla(sla);
      return parsed.ok ? [[id, parsed.value] as const] : [];
    }),
  );
}
