/** How many jobs of a filter were made when, by the state they are in now. */
import { type JobFilter, readJobFilter } from '#domain/job/job-filter.ts';
import { isSettled, type JobState, jobStates } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import type { WindowAsked, WindowParts } from '#domain/statistics/window-parts.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { countBuckets, type Histogram, readBuckets, type Scan } from '#engine/store/reading/histogram.ts';
import { firstIdOf, instantSpan } from '#engine/store/reading/id-span.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { resolveJobs } from './job-selection.ts';
import {
  everyJob,
  inQueues,
  type JobSource,
  jobSourcesOf,
  type ResolvedConditions,
  restOf,
  walkThroughState,
} from './job-sources.ts';

// Waiting jobs of a window that are read one by one, which alone tells them from those that succeeded.
export const histogramWaitingMax = 10_000;

/** Counts the jobs of a filter in buckets by the time of their creation, as their ids carry it. */
export async function countJobsOverTime(
  context: Context,
  request: WindowAsked & { filter?: JobFilter | null },
): Promise<Outcome<Histogram<JobState>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const buckets = readBuckets(request);
  if (!buckets.ok) return buckets;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const filter = readJobFilter(request.filter ?? {}, tx.now.getTime(), ['filter']);
    if (!filter.ok) return filter;
    const conditions = await resolveJobs(tx, filter.value);
    const none = { scans: [], rest: undefined };
    const selected = conditions === undefined ? none : await scansOf(tx, { conditions, buckets: buckets.value });
    const states = jobStates.filter((state) => filter.value.states?.includes(state) ?? true);
    const span = { afterMs: filter.value.createdAfterMs, beforeMs: filter.value.createdBeforeMs };
    return done(await countBuckets(tx, { buckets: buckets.value, span, table: 'jobs', states, ...selected }));
  });
}

const settledApart = jobStates.filter((state) => isSettled(state) && state !== 'SUCCEEDED');

type Selected = { scans: Scan<JobState>[]; rest: JobState | undefined };

async function scansOf(
  tx: Transaction,
  { conditions, buckets }: { conditions: ResolvedConditions; buckets: WindowParts },
): Promise<Selected> {
  const { ids, states } = conditions;
  const isByState = ids === undefined && matchesOf({ ...conditions, states: undefined }, everyJob).length === 0;
  if (isByState && !(await isCrowded(tx, buckets)))
    return scansByState(tx.tenantId, { buckets, states: new Set(states ?? jobStates) });
  return { scans: scansAmong(jobSourcesOf(conditions, tx.tenantId), conditions), rest: undefined };
}

function scansByState(
  tenantId: string,
  { buckets, states }: { buckets: WindowParts; states: ReadonlySet<JobState> },
): Selected {
  // Most jobs have succeeded, and no index holds just these: they are what is left when all others are taken away.
  const isOfAll = states.has('SUCCEEDED');
  const isAsked = (state: JobState) => isOfAll || states.has(state);
  const scans: Scan<JobState>[] = settledApart.filter(isAsked).map(scanOfState);
  if (isAsked('PENDING') || isAsked('SCHEDULED'))
    scans.push({ ...whole, from: waitingJobs(tenantId, buckets), where: Prisma.sql`true` });
  if (isAsked('RUNNING'))
    scans.push({ ...whole, where: Prisma.sql`state = 'RUNNING' and ${inQueues(undefined, tenantId)}` });
  return { scans, rest: isOfAll ? 'SUCCEEDED' : undefined };
}

const whole = { matches: [], isWhole: true } as const satisfies Partial<Scan<JobState>>;

function scanOfState(state: JobState): Scan<JobState> {
  return { where: walkThroughState(state).indexed, matches: [], isWhole: false, state };
}

// Every waiting job of the window, task by task: the index of waiting jobs begins with the task.
function waitingJobs(tenantId: string, { fromMs, toMs }: WindowParts): Prisma.Sql {
  return Prisma.sql`(
    select w.*
    from tasks t
    cross join lateral (
      select tenant_id, id, state
      from jobs
      where tenant_id = ${tenantId}::uuid and task_id = t.id and state in ('PENDING', 'SCHEDULED')
        and id >= ${firstIdOf(fromMs)}::uuid and id < ${firstIdOf(toMs)}::uuid
    ) w
    where t.tenant_id = ${tenantId}::uuid) waiting`;
}

async function isCrowded(tx: Transaction, buckets: WindowParts): Promise<boolean> {
  const waitingMax = histogramWaitingMax;
  const [row] = await tx.client.$queryRaw<{ waiting: number }[]>(Prisma.sql`/* count_waiting_in_window */
    select count(*)::int as waiting
    from (select from ${waitingJobs(tx.tenantId, buckets)} limit ${waitingMax}) w`);
  return (row?.waiting ?? 0) >= waitingMax;
}

// What no index holds by itself is looked for among all jobs, so that the shares of the states are right.
function scansAmong(sources: readonly JobSource[], conditions: ResolvedConditions): Scan<JobState>[] {
  const sparse = sources.filter(({ isSparse }) => isSparse);
  const scans = sources.filter(({ isSparse }) => !isSparse).map((source) => scanOf(source, conditions));
  if (sparse.length === 0) return scans;
  const isOfAll = sparse.includes(everyJob);
  const states = isOfAll ? conditions.states : sparse.flatMap(({ state }) => state ?? []);
  return [...scans, scanOf(everyJob, { ...conditions, states })];
}

function scanOf(source: JobSource, conditions: ResolvedConditions): Scan<JobState> {
  const { indexed, isWhole, state } = source;
  return { where: indexed, matches: matchesOf(conditions, source), isWhole, ...(state !== undefined && { state }) };
}

// The span of settling narrows no walk: between two jobs that settled in it there may be any number of others.
function matchesOf(conditions: ResolvedConditions, source: JobSource): Prisma.Sql[] {
  const { finishedAfterMs, finishedBeforeMs } = conditions;
  const rest = restOf({ ...conditions, createdAfterMs: undefined, createdBeforeMs: undefined }, source);
  return [...rest, ...instantSpan(Prisma.sql`finished_at`, finishedAfterMs, finishedBeforeMs)];
}
