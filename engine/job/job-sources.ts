/**
 * Where the jobs of a list are found. A list is put together from sources, each read through one index: PostgreSQL
 * cannot choose them itself, because under row level security it knows nothing about how states and labels are spread.
 */
import type { JobConditions } from '#domain/job/job-filter.ts';
import { isSettled, type JobState, jobStates } from '#domain/machines.ts';
import { earlier } from '#domain/query/conditions.ts';
import { isNoSuspect, isSuspect } from '#engine/queue/crash-suspects.ts';
import { firstIdOf, idSpan, instantSpan } from '#engine/store/reading/id-span.ts';
import { Prisma } from '#prisma/generated/client.ts';

// One source each: beyond this a walk through all jobs is no worse.
const tasksPerQueryMax = 8;

/**
 * `indexed` is what an index finds. `isWhole`: few rows in no order, read and then sorted; else a walk in the order
 * of the list that ends when the page is full. `state`: all its jobs are in it. `isSparse`: no index holds just these
 * rows; between two of them a walk may pass by a million others. `isCrowded`: more wait than can be sorted, and a walk
 * over few of many jobs is long. `lanes` selects the queues it is made of.
 */
export type JobSource = {
  indexed: Prisma.Sql;
  isWhole: boolean;
  state?: JobState;
  isSparse?: true;
  isCrowded?: true;
  lanes?: Prisma.Sql;
};

/** Conditions with names resolved to ids, and the waiting states that hold too many jobs to be sorted. */
export type ResolvedConditions = Omit<JobConditions, 'queues' | 'tasks' | 'words'> & {
  queueIds?: string[] | undefined;
  taskIds?: string[] | undefined;
  crowded: ReadonlySet<JobState>;
  /** A part of the list: the ids from here on, or those before it. */
  part?: { pivotId: string; isOlder: boolean };
};

/**
 * The parts that a list is read in, the newest first; a later part is looked at only when the earlier ones do not fill
 * the page. Whatever was made after an instant also settled after it and is walked through in order. Of the older jobs
 * few settled so late: they are found by the time of their settling, and sorted.
 */
export function partsOf(conditions: ResolvedConditions): ResolvedConditions[] {
  const { finishedAfterMs, createdAfterMs } = conditions;
  if (finishedAfterMs === undefined || (createdAfterMs !== undefined && createdAfterMs >= finishedAfterMs))
    return [conditions];
  const pivotId = firstIdOf(finishedAfterMs);
  return [
    { ...conditions, part: { pivotId, isOlder: false } },
    { ...conditions, part: { pivotId, isOlder: true } },
  ];
}

const inState: Record<JobState, Prisma.Sql> = {
  PENDING: Prisma.sql`state = 'PENDING'`,
  SCHEDULED: Prisma.sql`state = 'SCHEDULED'`,
  RUNNING: Prisma.sql`state = 'RUNNING'`,
  SUCCEEDED: Prisma.sql`state = 'SUCCEEDED'`,
  FAILED: Prisma.sql`state = 'FAILED'`,
  DEAD: Prisma.sql`state = 'DEAD'`,
  CANCELLED: Prisma.sql`state = 'CANCELLED'`,
  SKIPPED: Prisma.sql`state = 'SKIPPED'`,
};

/** The sources that together hold every job that may match. */
export function jobSourcesOf(conditions: ResolvedConditions, tenantId: string): JobSource[] {
  const sources = sourcesInOrder(conditions, tenantId);
  // A walk would pass by all the older jobs that settled long before.
  return conditions.part?.isOlder ? sources.map((source) => ({ ...source, isWhole: true })) : sources;
}

function sourcesInOrder(conditions: ResolvedConditions, tenantId: string): JobSource[] {
  const { ids, runs, correlationIds, schedules } = conditions;
  if (ids !== undefined) return [{ indexed: Prisma.sql`id = any(${ids}::uuid[])`, isWhole: true }];
  if (runs !== undefined) return runs.map((run) => ({ indexed: Prisma.sql`run_id = ${run}::uuid`, isWhole: true }));
  if (correlationIds !== undefined) return correlationIds.map((id) => walk(Prisma.sql`correlation_id = ${id}`));
  if (schedules !== undefined) return schedules.map((id) => walk(Prisma.sql`schedule_id = ${id}::uuid`));
  const states = statesOf(conditions);
  const selective = settledBy(conditions);
  // Most jobs have succeeded: without anything more selective the newest of all jobs are walked through.
  if (selective === undefined && states.includes('SUCCEEDED')) return [walkThroughAll(conditions)];
  const settled = states.filter(isSettled);
  const sources = settled.includes('SUCCEEDED') ? [...(selective ?? [])] : settled.map(walkThroughState);
  for (const state of states) if (!isSettled(state)) sources.push(...waitingSources(state, conditions, tenantId));
  return sources;
}

// The states that can be meant: who asks for a time of settling asks for settled jobs.
function statesOf({ states, finishedAfterMs, finishedBeforeMs }: ResolvedConditions): JobState[] {
  const asked = states ?? [...jobStates];
  return finishedAfterMs === undefined && finishedBeforeMs === undefined ? asked : asked.filter(isSettled);
}

/** What is asked of every row of a source beyond being in it. */
export function restOf(conditions: ResolvedConditions, source: JobSource): Prisma.Sql[] {
  const rest: Prisma.Sql[] = [];
  const { states, queueIds, taskIds, labels } = conditions;
  // Asking for a state that all rows have would keep PostgreSQL from answering out of the index alone.
  if (states !== undefined && source.state === undefined)
    rest.push(Prisma.sql`state = any(${states}::text[]::job_state[])`);
  if (queueIds !== undefined) rest.push(Prisma.sql`queue_id = any(${queueIds}::uuid[])`);
  if (taskIds !== undefined) rest.push(Prisma.sql`task_id = any(${taskIds}::uuid[])`);
  if (conditions.runs !== undefined) rest.push(Prisma.sql`run_id = any(${conditions.runs}::uuid[])`);
  if (conditions.schedules !== undefined) rest.push(Prisma.sql`schedule_id = any(${conditions.schedules}::uuid[])`);
  if (conditions.correlationIds !== undefined)
    rest.push(Prisma.sql`correlation_id = any(${conditions.correlationIds}::text[])`);
  if (Object.keys(labels).length > 0) rest.push(Prisma.sql`labels @> ${JSON.stringify(labels)}::jsonb`);
  rest.push(...instantSpan(Prisma.sql`created_at`, conditions.createdAfterMs, conditions.createdBeforeMs));
  rest.push(...instantSpan(Prisma.sql`started_at`, conditions.startedAfterMs, conditions.startedBeforeMs));
  return rest;
}

/** What narrows every source through its index: the span of creation, which the ids carry, and the span of settling. */
export function spansOf(conditions: ResolvedConditions): Prisma.Sql[] {
  const { createdAfterMs, createdBeforeMs, finishedAfterMs, finishedBeforeMs } = conditions;
  // Nothing settles before it is made.
  const beforeMs = earlier(createdBeforeMs, finishedBeforeMs);
  return [
    ...instantSpan(Prisma.sql`finished_at`, finishedAfterMs, finishedBeforeMs),
    ...idSpan({ afterMs: createdAfterMs, beforeMs }),
    ...partSpan(conditions),
  ];
}

function partSpan({ part }: ResolvedConditions): Prisma.Sql[] {
  if (part === undefined) return [];
  return [part.isOlder ? Prisma.sql`id < ${part.pivotId}::uuid` : Prisma.sql`id >= ${part.pivotId}::uuid`];
}

/** Every job of the tenant, in the order of the list. */
export const everyJob: JobSource = { indexed: Prisma.sql`true`, isWhole: false, isSparse: true };

function walk(indexed: Prisma.Sql): JobSource {
  return { indexed, isWhole: false };
}

/** The jobs in a state that has an index of its own; few jobs fail. */
export function walkThroughState(state: JobState): JobSource {
  return { ...walk(inState[state]), state };
}

function walkThroughAll(conditions: ResolvedConditions): JobSource {
  return Object.keys(conditions.labels).length > 0 ? walk(Prisma.sql`labels is not null`) : everyJob;
}

// Settled jobs have an index by task and one by queue; undefined when the conditions name neither, or too many.
function settledBy(conditions: ResolvedConditions): JobSource[] | undefined {
  const { queueIds } = conditions;
  const isSettledRow = Prisma.sql`finished_at is not null`;
  if (isByTask(conditions)) {
    return conditions.taskIds.map((id) => walk(Prisma.sql`${isSettledRow} and task_id = ${id}::uuid`));
  }
  if (queueIds !== undefined && queueIds.length <= tasksPerQueryMax) {
    return queueIds.map((id) => walk(Prisma.sql`${isSettledRow} and queue_id = ${id}::uuid`));
  }
  return undefined;
}

/** True when the conditions name tasks, and not too many: each is then a source of its own. */
export function isByTask(conditions: ResolvedConditions): conditions is ResolvedConditions & { taskIds: string[] } {
  return conditions.taskIds !== undefined && conditions.taskIds.length <= tasksPerQueryMax;
}

function waitingSources(state: JobState, conditions: ResolvedConditions, tenantId: string): JobSource[] {
  const { queueIds, crowded } = conditions;
  if (isByTask(conditions) && state !== 'RUNNING')
    return conditions.taskIds.map((id) => ({
      ...walk(Prisma.sql`${inState[state]} and task_id = ${id}::uuid`),
      state,
    }));
  if (crowded.has(state)) return [{ ...walk(inState[state]), state, isSparse: true, isCrowded: true }];
  const waiting = Prisma.sql`${inState[state]} and ${inQueues(queueIds, tenantId)}`;
  const lanes = lanesOf(queueIds, tenantId);
  if (state !== 'PENDING') return [{ indexed: waiting, isWhole: true, state, lanes }];
  // Jobs that have killed workers stand in an index of their own.
  return [
    { indexed: Prisma.sql`${waiting} and ${isNoSuspect}`, isWhole: true, state, lanes },
    { indexed: Prisma.sql`${inState.PENDING} and ${isSuspect}`, isWhole: true, state },
  ];
}

/** The queues that are meant, each a row with its id as `lane`. */
export function lanesOf(queueIds: string[] | undefined, tenantId: string): Prisma.Sql {
  return queueIds === undefined
    ? Prisma.sql`select id as lane from queues where tenant_id = ${tenantId}::uuid`
    : Prisma.sql`select unnest(${queueIds}::uuid[]) as lane`;
}

/**
 * All rows of a source, in no order. Those of queues are read queue by queue: of all queues at once PostgreSQL believes
 * that they are many, and reads whatever waits in any state to pick out the few. `offset 0` holds it to that.
 */
export function wholeRows(
  { lanes }: JobSource,
  { columns, where }: { columns: Prisma.Sql; where: Prisma.Sql },
): Prisma.Sql {
  if (lanes === undefined) return Prisma.sql`(select ${columns} from jobs where ${where} offset 0)`;
  return Prisma.sql`(select r.* from (${lanes}) l cross join lateral (select ${columns} from jobs where queue_id = l.lane and ${where} offset 0) r)`;
}

/** Leads to the indexes of waiting and running jobs, which begin with the queue. */
export function inQueues(queueIds: string[] | undefined, tenantId: string): Prisma.Sql {
  return queueIds === undefined
    ? Prisma.sql`queue_id = any(array(select id from queues where tenant_id = ${tenantId}::uuid))`
    : Prisma.sql`queue_id = any(${queueIds}::uuid[])`;
}
