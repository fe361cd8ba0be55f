/** Registers a task. The same name again makes a new version; jobs that exist keep theirs. */
import { isDeepStrictEqual } from 'node:util';
import { jobBounds } from '#domain/bounds/job.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import { defaultQueueName } from '#domain/queue/default-queue.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { parseSla } from '#domain/sla/sla.ts';
import { type Handler, parseHandler } from '#domain/task/handler.ts';
import { parseRetryPolicy } from '#domain/task/retry-policy.ts';
import { assert } from '#domain/unreachable.ts';
import { formatDuration, parseDurationMs } from '#domain/value/duration.ts';
import { checkInteger, checkKnownName, checkLabels, checkName, checkText } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { checkSchema } from './input-schema.ts';
import { type TaskRow, taskRow } from './task-rows.ts';

/** `resultSchema` is stored here and enforced by the worker when it settles a job. Durations are ISO 8601. */
export type RegisterTaskInput = {
  name: string;
  description?: string | null;
  handler: unknown;
  /** Name of a queue that exists; `default` unless given. */
  queue?: string | null;
  priority?: number | null;
  timeout?: string | null;
  retry?: unknown;
  inputSchema?: unknown;
  resultSchema?: unknown;
  mutex?: unknown;
  resources?: unknown;
  sla?: unknown;
  labels?: unknown;
};

/** A version as it is stored, but for its number and its author. */
type Content = {
  description: string | null;
  handler: Handler;
  priority: number;
  timeoutMs: number;
  retry: JsonObject;
  inputSchema: JsonObject | null;
  resultSchema: JsonObject | null;
  sla: JsonObject | null;
  labels: JsonObject;
};

const timeoutMsDefault = 5 * 60_000;

/** Stores the task. Registering what is registered already changes nothing and gives the version that is there. */
export async function registerTask(context: Context, input: RegisterTaskInput): Promise<Outcome<TaskRow>> {
  const refused = refuseUnless(context, 'task.edit');
  if (refused !== undefined) return refused;
  const parsed = parse(input);
  const outcome = await command(context, async (tx) => {
    const queue = await findQueue(tx, input.queue ?? defaultQueueName);
    // All at once: whoever mends one refusal should not meet the next one only then.
    if (!parsed.ok) return queue.ok ? parsed : refuseAll([...parsed.refusals, ...queue.refusals]);
    if (!queue.ok) return queue;
    const content = parsed.value;
    const task = await lockTask(tx, input.name);
    const misnamed = task.version === 0 ? checkName({ value: input.name, path: ['name'] }) : [];
    if (misnamed.length > 0) return refuseAll(misnamed);
    const latest = await readVersion(tx, task);
    if (latest !== null && latest.queueId === queue.value && isSame(contentOf(latest), content)) {
      return done({ isNew: false, task: taskRow({ ...latest, task: { id: task.id, name: input.name } }) });
    }
    const version = await storeVersion(tx, { context, content, queueId: queue.value, task });
    const payload = { name: input.name, version: version.number };
    await appendEvents(tx, [
      { type: 'task.registered', entityIds: [task.id], actor: actorName(context.actor), payloads: [payload] },
    ]);
    return done({ isNew: true, task: taskRow({ ...version, task: { id: task.id, name: input.name } }) });
  });
  if (!outcome.ok) return outcome;
  if (outcome.value.isNew) context.hints.send('news');
  return done(outcome.value.task);
}

async function findQueue(tx: Transaction, name: string): Promise<Outcome<string>> {
  const queue = await tx.client.queue.findUnique({
    where: { tenantId_name: { tenantId: tx.tenantId, name } },
    select: { id: true },
  });
  return queue === null ? refuse('NOT_FOUND', `there is no queue "${name}"`, ['queue']) : done(queue.id);
}

type LockedTask = { id: string; version: number };

// The insert of a new name and the lock of a known one in one statement: two registrations at once follow each other.
async function lockTask(tx: Transaction, name: string): Promise<LockedTask> {
  const [task] = await tx.client.$queryRaw<LockedTask[]>(Prisma.sql`/* lock_task */
    insert into tasks (tenant_id, id, name, version, created_at, updated_at)
    values (${tx.tenantId}::uuid, ${newId()}::uuid, ${name}, 0, ${tx.now}, ${tx.now})
    on conflict (tenant_id, name) do update set name = excluded.name
    returning id, version`);
  assert(task !== undefined, 'an upsert hands back its row');
  return task;
}

async function readVersion(tx: Transaction, task: LockedTask) {
  const key = { tenantId: tx.tenantId, taskId: task.id, number: task.version };
  return await tx.client.taskVersion.findUnique({ where: { tenantId_taskId_number: key } });
}

function contentOf(version: NonNullable<Awaited<ReturnType<typeof readVersion>>>) {
  const { description, handler, priority, timeoutMs, retry, inputSchema, resultSchema, sla, labels } = version;
  return { description, handler, priority, timeoutMs, retry, inputSchema, resultSchema, sla, labels };
}

// Compared as JSON: what came in over the API and what came out of the database differ in their prototypes only.
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}

async function storeVersion(
  tx: Transaction,
  change: { context: Context; content: Content; queueId: string; task: LockedTask },
) {
  const { content, task } = change;
  const number = task.version + 1;
  const version = await tx.client.taskVersion.create({
    data: {
      ...content,
      inputSchema: content.inputSchema ?? Prisma.DbNull,
      resultSchema: content.resultSchema ?? Prisma.DbNull,
      sla: content.sla ?? Prisma.DbNull,
      tenantId: tx.tenantId,
      id: newId(),
      taskId: task.id,
      number,
      queueId: change.queueId,
      createdBy: actorName(change.context.actor),
      createdAt: tx.now,
    },
  });
  await tx.client.task.update({
    where: { tenantId_id: { tenantId: tx.tenantId, id: task.id } },
    data: { version: number, updatedAt: tx.now },
  });
  return version;
}

function parse(input: RegisterTaskInput): Outcome<Content> {
  const refusals: Refusal[] = [
    ...checkKnownName({ value: input.name, path: ['name'] }),
    ...checkText({ value: input.description, path: ['description'] }),
    ...checkInteger({
      value: input.priority,
      path: ['priority'],
      min: jobBounds.priorityMin,
      max: jobBounds.priorityMax,
    }),
    ...checkLabels({ value: input.labels, path: ['labels'] }),
    ...refuseUnenforced(input),
    ...checkOptionalSchema(input.inputSchema, ['inputSchema']),
    ...checkOptionalSchema(input.resultSchema, ['resultSchema']),
  ];
  const handler = parseHandler(input.handler);
  const timeout = parseTimeout(input.timeout);
  const retry = parseRetryPolicy(input.retry, ['retry']);
  const sla = parseSla(input.sla, ['sla']);
  for (const outcome of [handler, timeout, retry, sla]) if (!outcome.ok) refusals.push(...outcome.refusals);
  if (refusals.length > 0 || !handler.ok || !timeout.ok || !retry.ok) return refuseAll(refusals);
  return done({
    description: input.description ?? null,
    handler: handler.value,
    priority: input.priority ?? 0,
    timeoutMs: timeout.value,
    // Written out in full, so that a later change of a default changes no registered task.
    retry: {
      maxAttempts: retry.value.maxAttempts,
      strategy: retry.value.strategy,
      baseDelay: formatDuration(retry.value.baseDelayMs),
      maxDelay: formatDuration(retry.value.maxDelayMs),
      jitter: retry.value.jitter,
    },
    inputSchema: isJsonObject(input.inputSchema) ? input.inputSchema : null,
    resultSchema: isJsonObject(input.resultSchema) ? input.resultSchema : null,
    sla: isJsonObject(input.sla) ? present(input.sla) : null,
    labels: isJsonObject(input.labels) ? input.labels : {},
  });
}

// A promise that nothing keeps is worse than a refusal.
function refuseUnenforced(input: RegisterTaskInput): Refusal[] {
  const refusals: Refusal[] = [];
  if (!isAbsent(input.mutex))
    refusals.push({ code: 'UNSUPPORTED', message: 'mutexes are not available yet', path: ['mutex'] });
  if (!isAbsent(input.resources))
    refusals.push({ code: 'UNSUPPORTED', message: 'resource pools are not available yet', path: ['resources'] });
  return refusals;
}

function checkOptionalSchema(schema: unknown, path: string[]): Refusal[] {
  return isAbsent(schema) ? [] : checkSchema(schema, path);
}

function parseTimeout(timeout: string | null | undefined): Outcome<number> {
  if (timeout === undefined || timeout === null) return done(timeoutMsDefault);
  const parsed = parseDurationMs(timeout, ['timeout']);
  if (!parsed.ok || (parsed.value > 0 && parsed.value <= taskBounds.timeoutMsMax)) return parsed;
  return refuse(
    'BAD_DURATION',
    `a timeout is longer than nothing and at most ${formatDuration(taskBounds.timeoutMsMax)}`,
    ['timeout'],
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, Json] => field[1] !== null && field[1] !== undefined),
  );
}
