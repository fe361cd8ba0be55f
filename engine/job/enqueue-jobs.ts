/** Stores jobs: all of them or none, each with its idempotency key, in one transaction. */
import { jobBounds } from '#domain/bounds/job.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { refuseDeprecated } from '#domain/task/deprecation.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { checkLabels } from '#domain/value/input-checks.ts';
import { type Json, sizeBytesAbove, unfitJson } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { findQueuesByName } from '#engine/queue/find-queues.ts';
import { countingRoom, takeQueuedRoom } from '#engine/queue/queued-limit.ts';
import { takeQuota } from '#engine/quota/take-quota.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { bodyHashOf, claimIdempotencyKeys, type KeyedEntity } from '#engine/store/idempotency.ts';
import { throughOutage } from '#engine/store/outage.ts';
import { createKnown } from '#engine/store/reading/known.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { needsOfJob } from '#engine/task/needs-of-job.ts';
import { ParamChecks } from '#engine/task/param-checks.ts';
import { findTasksByName, type TaskTarget } from '#engine/task/task-catalogue.ts';
import { insertAtOnce } from './insert/insert-at-once.ts';
import { insertJobs } from './insert/insert-jobs.ts';
import type { NewJob } from './insert/new-job.ts';
import { readJobs } from './load-jobs.ts';

export type EnqueueJobInput = {
  /** Name of a registered task. */
  task: string;
  params?: Json;
  /** Name of a queue; the task's own unless given. */
  queue?: string | null;
  priority?: number | null;
  /** Not before this instant; excludes `delay`. */
  runAt?: Date | null;
  /** ISO 8601 duration from now; excludes `runAt`. */
  delay?: string | null;
  idempotencyKey?: string | null;
  correlationId?: string | null;
  labels?: Record<string, string> | null;
};

export type EnqueuedJob = { id: string; state: 'PENDING' | 'SCHEDULED'; runAt: Date | null; isReplay: boolean };

/** Enqueues up to 1,000 jobs. Refusals name the job by its place; nothing is stored then. */
export async function enqueueJobs(
  context: Context,
  input: { jobs: readonly EnqueueJobInput[] },
): Promise<Outcome<{ jobs: EnqueuedJob[]; idempotentReplay: boolean }>> {
  const forbidden = refuseUnless(context, 'job.enqueue');
  if (forbidden !== undefined) return forbidden;
  if (input.jobs.length === 0) return refuse('BAD_INPUT', 'there is no job to enqueue', ['jobs']);
  if (input.jobs.length > jobBounds.enqueueBatchMax)
    return refuse('TOO_LARGE', `at most ${jobBounds.enqueueBatchMax} jobs go into one call`, ['jobs']);
  const refusals: Refusal[] = [];
  const bodyHashes: (Buffer | undefined)[] = [];
  for (const [n, job] of input.jobs.entries()) {
    if (isTurnOver()) await nextTurn();
    const found = checkJob(job, ['jobs', String(n)]);
    refusals.push(...found);
    bodyHashes.push(found.length === 0 ? bodyHashOfJob(job) : undefined);
  }
  if (refusals.length > 0) return refuseAll(refusals);
  const checks = new ParamChecks(input.jobs);
  // Jobs that a try before this one made, whose commit nobody heard of.
  const made = new Set<string>();
  const storing = { context, jobs: input.jobs, checks, bodyHashes, made };
  const enqueue = async () => (await storeAtOnce(storing)) ?? (await countingRoom(context, () => storeInTurn(storing)));
  const isKeyed = input.jobs.every(({ idempotencyKey }) => typeof idempotencyKey === 'string');
  return await (isKeyed ? throughOutage(enqueue) : enqueue());
}

type Enqueued = { jobs: EnqueuedJob[]; idempotentReplay: boolean };
type Storing = {
  context: Context;
  jobs: readonly EnqueueJobInput[];
  checks: ParamChecks;
  bodyHashes: readonly (Buffer | undefined)[];
  made: Set<string>;
};

/** Stores the jobs as they are to be by what is known already; undefined when that is too little, or not true any more. */
async function storeAtOnce({
  context,
  jobs,
  checks,
  bodyHashes,
  made,
}: Storing): Promise<Outcome<Enqueued> | undefined> {
  const known = knownOf(context, jobs);
  if (known === undefined) return undefined;
  const { targets, queues, isUnlimited } = known;
  if (!checks.within(targets)) await checks.finish();
  const rows: NewJob[] = [];
  for (const [n, job] of jobs.entries()) {
    const start = startOf(job);
    if (start === undefined) return undefined;
    const making = { job, target: targets.get(job.task), params: checks.of(n), queues, path: [], start };
    const row = makeJob(context.tenantId, making);
    // Whether it is refused is to be found out of what is true now.
    if (!row.ok) return undefined;
    rows.push(row.value);
  }
  const keys = keysOf({ jobs, rows, bodyHashes });
  if (new Set(keys.map(({ key }) => key)).size < keys.length) return undefined;
  for (const row of rows) made.add(row.id);
  const tasks = new Map([...targets].map(([name, { taskVersionId }]) => [name, taskVersionId]));
  const actor = actorName(context.actor);
  const sent = await insertAtOnce(context, { jobs: rows, tasks, queues, isUnlimited, operation, keys, actor });
  return sent && done({ jobs: rows.map((row) => answerOf(row, sent.now)), idempotentReplay: false });
}

/** Asks for everything before it stores the jobs, and so can say why it does not. */
async function storeInTurn(storing: Storing): Promise<Outcome<Enqueued>> {
  const { context, checks } = storing;
  // Ends because every round pays from one budget.
  for (;;) {
    const outcome = await hintedCommand(context, ['work', 'news'], (tx) => store(tx, storing));
    if (!checks.isUnfinished) return outcome;
    await checks.finish();
  }
}

async function store(
  tx: Transaction,
  { context, jobs, checks, bodyHashes, made }: Storing,
): Promise<Outcome<Enqueued>> {
  const targets = await findTasksByName(tx.client, tx.tenantId, [...new Set(jobs.map((job) => job.task))]);
  if (!checks.within(targets)) return refuse('LIMIT_REACHED', 'the params are checked outside of the transaction');
  const queues = await findQueuesByName(tx.client, tx.tenantId, namedQueues(jobs));
  learn(context, { targets, queues });
  const rows: NewJob[] = [];
  const refusals: Refusal[] = [];
  for (const [n, job] of jobs.entries()) {
    const path = ['jobs', String(n)];
    const target = targets.get(job.task);
    const row = makeJob(tx.tenantId, { job, target, params: checks.of(n), queues, path, start: startAt(job, tx.now) });
    if (row.ok) rows.push(row.value);
    else refusals.push(...row.refusals);
  }
  if (refusals.length > 0) return refuseAll(refusals);
  const keyed = await claimIdempotencyKeys(tx, operation, keysOf({ jobs, rows, bodyHashes }));
  if (!keyed.ok) return keyed;
  const fresh = rows.filter((row) => !keyed.value.has(row.id));
  const isOwn = (id: string | undefined) => id !== undefined && made.has(id);
  const isReplay = fresh.length === 0 && !rows.some((row) => isOwn(keyed.value.get(row.id)));
  const { hasQuotas, hasCap } = await takeQueuedRoom(tx, fresh.length);
  if (fresh.length > 0) knownUnlimited.learn(context.database, tx.tenantId, '', !hasQuotas && !hasCap);
  const quota = hasQuotas ? await takeQuota(tx, fresh.length, ['jobs']) : done(undefined);
  if (!quota.ok) return quota;
  await insertJobs(tx.client, fresh, actorName(context.actor));
  const replayed = await findReplayed(tx, [...keyed.value.values()]);
  const answers = rows.map((row): EnqueuedJob => {
    const earlier = keyed.value.get(row.id);
    if (earlier !== undefined)
      return { id: earlier, state: 'PENDING', runAt: null, ...replayed.get(earlier), isReplay: !isOwn(earlier) };
    return answerOf(row, tx.now);
  });
  for (const row of fresh) made.add(row.id);
  return done({ jobs: answers, idempotentReplay: isReplay });
}

function checkJob(job: EnqueueJobInput, path: string[]): Refusal[] {
  const refusals: Refusal[] = [];
  const say = (field: string, message: string, code: Refusal['code'] = 'BAD_INPUT') =>
    refusals.push({ code, message, path: [...path, field] });
  if (job.params !== undefined && job.params !== null) {
    const unfit = unfitJson(job.params);
    const sizeBytes =
      unfit === undefined ? sizeBytesAbove(valueBounds.payloadSizeBytesMax, JSON.stringify(job.params)) : undefined;
    if (unfit !== undefined) say('params', `the params ${unfit}`);
    else if (sizeBytes !== undefined)
      say('params', `the params have ${sizeBytes} bytes, ${valueBounds.payloadSizeBytesMax} is the most`, 'TOO_LARGE');
  }
  // PostgreSQL keeps no such text, so nothing can have such a name.
  if (unfitJson(job.task) !== undefined) say('task', 'no task has such a name', 'UNKNOWN_TASK');
  if (typeof job.queue === 'string' && unfitJson(job.queue) !== undefined)
    say('queue', 'no queue has such a name', 'NOT_FOUND');
  const { priority } = job;
  if (
    typeof priority === 'number' &&
    (!Number.isInteger(priority) || priority < jobBounds.priorityMin || priority > jobBounds.priorityMax)
  ) {
    say('priority', `a priority is a whole number from ${jobBounds.priorityMin} to ${jobBounds.priorityMax}`);
  }
  for (const field of ['idempotencyKey', 'correlationId'] as const) {
    const text = job[field];
    if (
      typeof text === 'string' &&
      (text === '' || text.length > valueBounds.nameLengthMax || unfitJson(text) !== undefined)
    )
      say(field, `${field} is 1 to ${valueBounds.nameLengthMax} characters long`);
  }
  if (job.runAt && job.delay) say('delay', 'give either runAt or delay');
  if (typeof job.delay === 'string') {
    const delay = parseDurationMs(job.delay, [...path, 'delay']);
    if (!delay.ok) refusals.push(...delay.refusals);
  }
  refusals.push(...checkLabels({ value: job.labels, path: [...path, 'labels'] }));
  return refusals;
}

type Making = {
  job: EnqueueJobInput;
  target: TaskTarget | undefined;
  params: Outcome<undefined>;
  queues: ReadonlyMap<string, string>;
  path: string[];
  start: Start;
};

function makeJob(tenantId: string, { job, target, params, queues, path, start }: Making): Outcome<NewJob> {
  if (target === undefined) return refuse('UNKNOWN_TASK', `there is no task "${job.task}"`, [...path, 'task']);
  if (target.deprecated !== undefined)
    return refuseDeprecated({ name: job.task, ...target.deprecated }, [...path, 'task']);
  if (!params.ok) return params;
  const queueId = job.queue === undefined || job.queue === null ? target.queueId : queues.get(job.queue);
  if (queueId === undefined) return refuse('NOT_FOUND', `there is no queue "${job.queue}"`, [...path, 'queue']);
  const needs = needsOfJob(target, { tenantId, params: job.params ?? null, path: [...path, 'params'] });
  if (!needs.ok) return needs;
  return done({
    tenantId,
    id: newId(),
    taskId: target.taskId,
    taskVersionId: target.taskVersionId,
    queueId,
    priority: job.priority ?? target.priority,
    maxAttempts: target.retry.maxAttempts,
    ...start,
    params: job.params ?? null,
    correlationId: job.correlationId ?? null,
    labels: job.labels ?? null,
    needs: needs.value,
    slaStartByMs: target.sla.startByMs ?? null,
    slaMaxDurationMs: target.sla.maxDurationMs ?? null,
  });
}

type Start = Pick<NewJob, 'state' | 'runAt' | 'delayMs'>;

function startAt(job: EnqueueJobInput, now: Date): Start {
  if (!job.runAt) return startAfter(job.delay);
  return job.runAt > now ? { state: 'SCHEDULED', runAt: job.runAt } : { state: 'PENDING' };
}

/** The start as far as it can be told without a clock; a later instant is guessed by the clock at hand, and looked at again. */
function startOf(job: EnqueueJobInput): Start | undefined {
  if (!job.runAt) return startAfter(job.delay);
  return job.runAt.getTime() > Date.now() ? { state: 'SCHEDULED', runAt: job.runAt } : undefined;
}

function startAfter(delay: string | null | undefined): Start {
  const parsed = delay ? parseDurationMs(delay) : undefined;
  return parsed?.ok && parsed.value > 0 ? { state: 'SCHEDULED', delayMs: parsed.value } : { state: 'PENDING' };
}

function answerOf({ id, state, runAt, delayMs }: NewJob, now: Date): EnqueuedJob {
  const startsAt = delayMs ? new Date(now.getTime() + delayMs) : (runAt ?? null);
  return { id, state: state === 'SCHEDULED' ? 'SCHEDULED' : 'PENDING', runAt: startsAt, isReplay: false };
}

const operation = 'enqueueJob';

type Keyed = {
  jobs: readonly EnqueueJobInput[];
  rows: readonly NewJob[];
  bodyHashes: readonly (Buffer | undefined)[];
};

function keysOf({ jobs, rows, bodyHashes }: Keyed): KeyedEntity[] {
  return jobs.flatMap(({ idempotencyKey: key }, n) => {
    const [entityId, bodyHash] = [rows[n]?.id, bodyHashes[n]];
    if (key === undefined || key === null || entityId === undefined || bodyHash === undefined) return [];
    return [{ key, entityId, bodyHash, path: ['jobs', String(n), 'idempotencyKey'] }];
  });
}

// The body that a key stands for: everything the caller said but the key itself.
function bodyHashOfJob(job: EnqueueJobInput): Buffer | undefined {
  const { idempotencyKey, ...body } = job;
  return idempotencyKey === undefined || idempotencyKey === null ? undefined : bodyHashOf(body);
}

function namedQueues(jobs: readonly EnqueueJobInput[]): string[] {
  return [...new Set(jobs.flatMap(({ queue }) => queue ?? []))];
}

type Names = { targets: Map<string, TaskTarget>; queues: Map<string, string>; isUnlimited: boolean };

function knownOf({ database, tenantId }: Context, jobs: readonly EnqueueJobInput[]): Names | undefined {
  const isUnlimited = knownUnlimited.get(database, tenantId, '') ?? false;
  const names: Names = { targets: new Map(), queues: new Map(), isUnlimited };
  for (const { task, queue } of jobs) {
    if (!names.targets.has(task)) {
      const target = knownTasks.get(database, tenantId, task);
      if (target === undefined) return undefined;
      names.targets.set(task, target);
    }
    if (queue && !names.queues.has(queue)) {
      const id = knownQueues.get(database, tenantId, queue);
      if (id === undefined) return undefined;
      names.queues.set(queue, id);
    }
  }
  return names;
}

// A task's schema may be long, a queue's id is not. Both are more than one call can name.
const knownTasks = createKnown<TaskTarget>(1_000);
const knownQueues = createKnown<string>(20_000);
const knownUnlimited = createKnown<boolean>(20_000);

function learn({ database, tenantId }: Context, { targets, queues }: Omit<Names, 'isUnlimited'>): void {
  for (const [name, target] of targets) knownTasks.learn(database, tenantId, name, target);
  for (const [name, id] of queues) knownQueues.learn(database, tenantId, name, id);
}

async function findReplayed(
  tx: Transaction,
  ids: string[],
): Promise<Map<string, Pick<EnqueuedJob, 'state' | 'runAt'>>> {
  if (ids.length === 0) return new Map();
  const rows = await readJobs(tx, ids);
  return new Map(
    rows.map((row) => [row.id, { state: row.state === 'SCHEDULED' ? 'SCHEDULED' : 'PENDING', runAt: row.runAt }]),
  );
}
