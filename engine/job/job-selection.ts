/** The jobs that a filter finds, before anybody says what to read of them: a list, a count, or all of them at once. */
import { pageBounds } from '#domain/bounds/page.ts';
import type { JobConditions } from '#domain/job/job-filter.ts';
import type { JobState } from '#domain/machines.ts';
import { narrowed } from '#domain/query/conditions.ts';
import { isNoSuspect } from '#engine/queue/crash-suspects.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import {
  isByTask,
  type JobSource,
  jobSourcesOf,
  lanesOf,
  partsOf,
  type ResolvedConditions,
  restOf,
  spansOf,
  wholeRows,
} from './job-sources.ts';

/** One part of a selection, with the sources that together hold every job of it. */
export type JobPart = { conditions: ResolvedConditions; sources: JobSource[] };

/** A state in which so many jobs wait is crowded: they are not sorted. */
type Crowding = { sortedMax?: number };

/** The parts of a selection, the newest jobs first; none when nothing can match. */
export async function selectJobs(
  tx: Transaction,
  conditions: JobConditions,
  crowding: Crowding = {},
): Promise<JobPart[]> {
  const resolved = await resolveJobs(tx, conditions, crowding);
  if (resolved === undefined) return [];
  return partsOf(resolved)
    .map((part) => ({ conditions: part, sources: jobSourcesOf(part, tx.tenantId) }))
    .filter(({ sources }) => sources.length > 0);
}

/** The conditions with ids in the place of names; undefined when nothing can match. */
export async function resolveJobs(
  tx: Transaction,
  conditions: JobConditions,
  { sortedMax = pageBounds.countScanMax }: Crowding = {},
): Promise<ResolvedConditions | undefined> {
  const resolved = await withCrowded(tx, { conditions: await resolve(tx, conditions), sortedMax });
  return isImpossible(resolved) ? undefined : resolved;
}

/** Selects the ids of the newest jobs of a part, the newest first. */
export function newestIds(
  { conditions, sources }: JobPart,
  { tenantId, after, take }: { tenantId: string; after?: string | undefined; take: number },
): Prisma.Sql {
  const spans = [Prisma.sql`tenant_id = ${tenantId}::uuid`, ...spansOf(conditions)];
  if (after !== undefined) spans.push(Prisma.sql`id < ${after}::uuid`);
  const found = sources.map((source) => {
    const where = Prisma.join([...spans, source.indexed, ...restOf(conditions, source)], ' and ');
    const rows = source.isWhole
      ? Prisma.sql`${wholeRows(source, { columns: Prisma.sql`id`, where })} whole`
      : Prisma.sql`jobs where ${where}`;
    return Prisma.sql`(select id from ${rows} order by id desc limit ${take})`;
  });
  return Prisma.sql`select id from (${Prisma.join(found, ' union ')}) found order by id desc limit ${take}`;
}

/** The ids of the newest jobs of a selection, the newest first. */
export async function findJobIds(
  tx: Transaction,
  { parts, take }: { parts: readonly JobPart[]; take: number },
): Promise<string[]> {
  const ids: string[] = [];
  for (const part of parts) {
    if (ids.length >= take) break;
    const newest = newestIds(part, { tenantId: tx.tenantId, take: take - ids.length });
    const rows = await tx.client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_job_ids */ ${newest}`);
    for (const { id } of rows) ids.push(id);
  }
  return ids;
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
        limit ${pageBounds.queryMatchesMax}
      ))) from unnest(${words}::text[]) as w (word)) as words`);
  let { correlationIds } = conditions;
  let taskIds = tasks === undefined ? undefined : (names?.task_ids ?? []);
  for (const [word, matches] of names?.words ?? []) {
    // A word is part of the names of some tasks; when it is of none, it is a correlation id.
    if (matches.length > 0) taskIds = narrowed(taskIds, matches);
    else correlationIds = narrowed(correlationIds, [word]);
  }
  return {
    ...conditions,
    correlationIds,
    taskIds,
    queueIds: queues === undefined ? undefined : (names?.queue_ids ?? []),
    crowded: new Set(),
  };
}

// A queue may hold a million waiting jobs: too many to sort for one page, and then the newest are near the end of the walk.
async function withCrowded(
  tx: Transaction,
  { conditions, sortedMax }: { conditions: ResolvedConditions; sortedMax: number },
): Promise<ResolvedConditions> {
  if (isByTask(conditions)) return conditions;
  const sources = jobSourcesOf(conditions, tx.tenantId);
  const mayBeCrowded = (state: JobState) => sources.some((source) => source.state === state);
  const [isPending, isScheduled] = [mayBeCrowded('PENDING'), mayBeCrowded('SCHEDULED')];
  if (!isPending && !isScheduled) return conditions;
  const lanes = lanesOf(conditions.queueIds, tx.tenantId);
  const [row] = await tx.client.$queryRaw<{ pending: number; scheduled: number }[]>(Prisma.sql`/* count_crowded_jobs */
    with lanes as materialized (${lanes})
    select
      (select count(*)::int from (
        select from lanes l
        cross join lateral (select from jobs where ${isPending} and queue_id = l.lane and state = 'PENDING' and ${isNoSuspect} limit ${sortedMax}) p
        limit ${sortedMax}
      ) pending) as pending,
      (select count(*)::int from (
        select from lanes l
        cross join lateral (select from jobs where ${isScheduled} and queue_id = l.lane and state = 'SCHEDULED' limit ${sortedMax}) s
        limit ${sortedMax}
      ) scheduled) as scheduled`);
  const crowded = new Set<JobState>();
  if ((row?.pending ?? 0) >= sortedMax) crowded.add('PENDING');
  if ((row?.scheduled ?? 0) >= sortedMax) crowded.add('SCHEDULED');
  return { ...conditions, crowded };
}
