/** Registers a task. The same name again makes a new version; jobs that exist keep theirs. */
import { isDeepStrictEqual } from 'node:util';
import { nothingPrivate, type OutboundRules } from '#domain/outbound/admit-url.ts';
import { defaultQueueName } from '#domain/queue/default-queue.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { keepHeaders } from '#domain/task/kept-headers.ts';
import { assert } from '#domain/unreachable.ts';
import { checkName } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { storedJson, storedObject } from '#engine/store/sql/stored-json.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { lockClaimsOfCaps, refuseUnhad } from './pool-checks.ts';
import { type DefinitionContent, type RegisterTaskInput, readDefinition } from './read-definition.ts';
import { type StoredTask, type TaskRow, taskRow } from './task-rows.ts';

/** Stores the task. `rules` say which private places workers may call. Registering what is registered already changes nothing and gives the version that is there. */
export async function registerTask(
  context: Context,
  input: RegisterTaskInput,
  rules: OutboundRules = nothingPrivate,
): Promise<Outcome<TaskRow>> {
  const refused = refuseUnless(context, 'task.edit');
  if (refused !== undefined) return refused;
  const parsed = readDefinition(input, rules);
  const outcome = await command(context, async (tx) => {
    const queue = await findQueue(tx, input.queue ?? defaultQueueName);
    // All at once: whoever mends one refusal should not meet the next one only then.
    if (!parsed.ok) return queue.ok ? parsed : refuseAll([...parsed.refusals, ...queue.refusals]);
    if (!queue.ok) return queue;
    const task = await lockTask(tx, input.name);
    const misnamed = task.version === 0 ? checkName({ value: input.name, path: ['name'] }) : [];
    if (misnamed.length > 0) return refuseAll(misnamed);
    const latest = await readVersion(tx, task);
    const handler = keepHeaders(parsed.value.handler, latest === null ? null : storedObject(latest.handler));
    if (!handler.ok) return handler;
    const content = { ...parsed.value, handler: handler.value };
    if (latest !== null && latest.queueId === queue.value && isSame(contentOf(latest), content)) {
      return done({ isNew: false, task: taskRow({ ...latest, task }) });
    }
    const never = await refuseUnhad(tx, content.needs);
    if (never.length > 0) return refuseAll(never);
    await lockClaimsOfCaps(tx, { before: latest === null ? null : storedJson(latest.needs), after: content.needs });
    const version = await storeVersion(tx, { context, content, queueId: queue.value, task });
    const payload = { name: input.name, version: version.number };
    await appendEvents(tx, [
      { type: 'task.registered', entityIds: [task.id], actor: actorName(context.actor), payloads: [payload] },
    ]);
    return done({ isNew: true, task: taskRow({ ...version, task }) });
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

type LockedTask = StoredTask & { version: number };

// The insert of a new name and the lock of a known one in one statement: two registrations at once follow each other.
async function lockTask(tx: Transaction, name: string): Promise<LockedTask> {
  const [task] = await tx.client.$queryRaw<LockedTask[]>(Prisma.sql`/* lock_task */
    insert into tasks (tenant_id, id, name, version, created_at, updated_at)
    values (${tx.tenantId}::uuid, ${newId()}::uuid, ${name}, 0, ${tx.now}, ${tx.now})
    on conflict (tenant_id, name) do update set name = excluded.name
    returning id, name, version, deprecated_at as "deprecatedAt", deprecated_by as "deprecatedBy",
      deprecated_reason as "deprecatedReason"`);
  assert(task !== undefined, 'an upsert hands back its row');
  return task;
}

async function readVersion(tx: Transaction, task: Pick<LockedTask, 'id' | 'version'>) {
  const key = { tenantId: tx.tenantId, taskId: task.id, number: task.version };
  return await tx.client.taskVersion.findUnique({ where: { tenantId_taskId_number: key } });
}

function contentOf(version: NonNullable<Awaited<ReturnType<typeof readVersion>>>) {
  const { description, handler, priority, timeoutMs, retry, inputSchema, resultSchema, sla, needs, labels } = version;
  return { description, handler, priority, timeoutMs, retry, inputSchema, resultSchema, sla, needs, labels };
}

// Compared as JSON: what came in over the API and what came out of the database differ in their prototypes only.
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}

async function storeVersion(
  tx: Transaction,
  change: { context: Context; content: DefinitionContent; queueId: string; task: LockedTask },
) {
  const { content, task } = change;
  const number = task.version + 1;
  const version = await tx.client.taskVersion.create({
    data: {
      ...content,
      inputSchema: content.inputSchema ?? Prisma.DbNull,
      resultSchema: content.resultSchema ?? Prisma.DbNull,
      sla: content.sla ?? Prisma.DbNull,
      needs: content.needs ?? Prisma.DbNull,
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
