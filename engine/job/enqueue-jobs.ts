/** Stores jobs: all of them or none, each with its idempotency key, in one transaction. */
import { jobBounds } from '#domain/bounds/job.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { refuseDeprecated } from '#domain/task/deprecation.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { checkLabels } from '#domain/value/input-checks.ts';
import { type Json, sizeBytesAbove, unfitJson } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { refuseOverQueuedLimit } from '#engine/queue/queued-limit.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { bodyHashOf, claimIdempotencyKeys } from '#engine/store/idempotency.ts';
import { throughOutage } from '#engine/store/outage.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { needsOfJob } from '#engine/task/needs-of-job.ts';
import { ParamChecks } from '#engine/task/param-checks.ts';
import { findTasksByName, type TaskTarget } from '#engine/task/task-catalogue.ts';
import { insertJobs } from './insert/insert-jobs.ts';
import type { NewJob } from './insert/new-job.ts';

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
  const enqueue = async () => {
    // Ends because every round pays from one budget.
    for (;;) {
      const outcome = await hintedCommand(context, ['work', 'news'], (tx) =>
        store(tx, { context, jobs: input.jobs, checks, bodyHashes, made }),
      );
      if (!checks.isUnfinished) return outcome;
      await checks.finish();
    }
  };
  const isKeyed = input.jobs.every(({ idempotencyKey }) => typeof idempotencyKey === 'string');
  return await (isKeyed ? throughOutage(enqueue) : enqueue());
}

type Storing = {
  context: Context;
  jobs: readonly EnqueueJobInput[];
  checks: ParamChecks;
  bodyHashes: readonly (Buffer | undefined)[];
  made: Set<string>;
};

async function store(
  tx: Transaction,
  { context, jobs, checks, bodyHashes, made }: Storing,
): Promise<Outcome<{ jobs: EnqueuedJob[]; idempotentReplay: boolean }>> {
  const targets = await findTasksByName(tx.client, tx.tenantId, [...new Set(jobs.map((job) => job.task))]);
  if (!checks.within(targets)) return refuse('LIMIT_REACHED', 'the params are checked outside of the transaction');
  const queues = await findQueues(tx, jobs);
  const rows: NewJob[] = [];
  const refusals: Refusal[] = [];
  for (const [n, job] of jobs.entries()) {
    const path = ['jobs', String(n)];
    const row = makeJob(tx, { job, target: targets.get(job.task), params: checks.of(n), queues, path });
    if (row.ok) rows.push(row.value);
    else refusals.push(...row.refusals);
  }
  if (refusals.length > 0) return refuseAll(refusals);
  const keyed = await claimIdempotencyKeys(
    tx,
    'enqueueJob',
    jobs.flatMap((job, n) => keyOf({ job, id: rows[n]?.id, n, bodyHash: bodyHashes[n] })),
  );
  if (!keyed.ok) return keyed;
  const fresh = rows.filter((row) => !keyed.value.has(row.id));
  const isOwn = (id: string | undefined) => id !== undefined && made.has(id);
  const isReplay = fresh.length === 0 && !rows.some((row) => isOwn(keyed.value.get(row.id)));
  const over = await refuseOverQueuedLimit(tx, fresh.length);
  if (over !== undefined) return over;
  await insertJobs(tx.client, fresh, actorName(context.actor));
  const replayed = await findReplayed(tx, [...keyed.value.values()]);
  const answers = rows.map((row): EnqueuedJob => {
    const earlier = keyed.value.get(row.id);
    if (earlier !== undefined)
      return { id: earlier, state: 'PENDING', runAt: null, ...replayed.get(earlier), isReplay: !isOwn(earlier) };
    return {
      id: row.id,
      state: row.state === 'SCHEDULED' ? 'SCHEDULED' : 'PENDING',
      runAt: row.runAt ?? null,
      isReplay: false,
    };
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
  queues: Map<string, string>;
  path: string[];
};

function makeJob(tx: Transaction, { job, target, params, queues, path }: Making): Outcome<NewJob> {
  if (target === undefined) return refuse('UNKNOWN_TASK', `there is no task "${job.task}"`, [...path, 'task']);
  if (target.deprecated !== undefined)
    return refuseDeprecated({ name: job.task, ...target.deprecated }, [...path, 'task']);
  if (!params.ok) return params;
  const queueId = job.queue === undefined || job.queue === null ? target.queueId : queues.get(job.queue);
  if (queueId === undefined) return refuse('NOT_FOUND', `there is no queue "${job.queue}"`, [...path, 'queue']);
  const needs = needsOfJob(target, { tenantId: tx.tenantId, params: job.params ?? null, path: [...path, 'params'] });
  if (!needs.ok) return needs;
  const runAt = dueInstant(job, tx.now);
  const isLater = runAt !== null && runAt > tx.now;
  return done({
    tenantId: tx.tenantId,
    id: newId(),
    taskId: target.taskId,
    taskVersionId: target.taskVersionId,
    queueId,
    priority: job.priority ?? target.priority,
    maxAttempts: target.retry.maxAttempts,
    state: isLater ? 'SCHEDULED' : 'PENDING',
    runAt: isLater ? runAt : null,
    params: job.params ?? null,
    correlationId: job.correlationId ?? null,
    labels: job.labels ?? null,
    needs: needs.value,
    slaStartByMs: target.sla.startByMs ?? null,
    slaMaxDurationMs: target.sla.maxDurationMs ?? null,
  });
}

function dueInstant(job: EnqueueJobInput, now: Date): Date | null {
  if (job.runAt) return job.runAt;
  if (!job.delay) return null;
  const delay = parseDurationMs(job.delay);
  return delay.ok ? new Date(now.getTime() + delay.value) : null;
}

type Keyed = { job: EnqueueJobInput; id: string | undefined; n: number; bodyHash: Buffer | undefined };

function keyOf({ job, id, n, bodyHash }: Keyed) {
  const { idempotencyKey } = job;
  if (idempotencyKey === undefined || idempotencyKey === null || id === undefined || bodyHash === undefined) return [];
  return [{ key: idempotencyKey, entityId: id, bodyHash, path: ['jobs', String(n), 'idempotencyKey'] }];
}

// The body that a key stands for: everything the caller said but the key itself.
function bodyHashOfJob(job: EnqueueJobInput): Buffer | undefined {
  const { idempotencyKey, ...body } = job;
  return idempotencyKey === undefined || idempotencyKey === null ? undefined : bodyHashOf(body);
}

async function findQueues(tx: Transaction, jobs: readonly EnqueueJobInput[]): Promise<Map<string, string>> {
  const names = [...new Set(jobs.flatMap((job) => (job.queue ? [job.queue] : [])))];
  if (names.length === 0) return new Map();
  const rows = await tx.client.queue.findMany({
    where: { tenantId: tx.tenantId, name: { in: names } },
    select: { id: true, name: true },
  });
  return new Map(rows.map((row) => [row.name, row.id]));
}

async function findReplayed(
  tx: Transaction,
  ids: string[],
): Promise<Map<string, Pick<EnqueuedJob, 'state' | 'runAt'>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.client.job.findMany({
    where: { tenantId: tx.tenantId, id: { in: ids } },
    select: { id: true, state: true, runAt: true },
  });
  return new Map(
    rows.map((row) => [row.id, { state: row.state === 'SCHEDULED' ? 'SCHEDULED' : 'PENDING', runAt: row.runAt }]),
  );
}
