/** Creates a queue or changes one: its priority, its weight, its cap, its rate, and whether it is paused. */

import { jobBounds } from '#domain/bounds/job.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { queueBounds } from '#domain/bounds/queue.ts';
import { checkRate, type Rate } from '#domain/rate/rate.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import { checkInteger, checkKnownName, checkName, checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { lockTenantClaims } from './lock-tenant-claims.ts';
import type { PauseColumns } from './pause.ts';
import { type QueueRow, queueRow } from './queue-rows.ts';

/** What is absent stays as it is, or takes its default in a new queue. A `concurrency` or `rate` of null takes it away. */
export type UpsertQueueInput = {
  name: string;
  priority?: number | null;
  concurrency?: number | null;
  weight?: number | null;
  rate?: Rate | null;
  paused?: boolean | null;
  /** Why it is paused. */
  pausedReason?: string | null;
};

/** Stores the queue. Pausing needs the right to operate queues only; everything else the right to edit them. */
export async function upsertQueue(context: Context, input: UpsertQueueInput): Promise<Outcome<QueueRow>> {
  const { priority, concurrency, weight, rate } = input;
  const onlyPauses = [priority, concurrency, weight, rate].every((given) => given === undefined);
  const refused = refuseUnless(context, onlyPauses ? 'queue.operate' : 'queue.edit');
  if (refused !== undefined) return refused;
  const refusals = check(input);
  if (refusals.length > 0) return refuseAll(refusals);
  const outcome = await command(context, async (tx) => {
    const limitedByTenant = await isTenantLimited(tx);
    // And then the queue itself, which claims share: what is acknowledged here holds for every later start. After the
    // tenant, for which an enqueue may let us wait while claims must not.
    await lockTenantClaims(tx.client, tx.tenantId);
    const before = await lockQueue(tx, input.name);
    if (before === undefined) {
      const lacking = refuseUnless(context, 'queue.edit');
      if (lacking !== undefined) return lacking;
      const misnamed = checkName({ value: input.name, path: ['name'] });
      if (misnamed.length > 0) return refuseAll(misnamed);
      if (
        (await tx.client.queue.count({ where: { tenantId: tx.tenantId }, take: pageBounds.listWholeMax })) >=
        pageBounds.listWholeMax
      )
        return refuse('LIMIT_REACHED', `a tenant has at most ${pageBounds.listWholeMax} queues`, ['name']);
    }
    const actor = actorName(context.actor);
    const queue = await store(tx, { input, before, limitedByTenant, actor });
    const { id, ...payload } = {
      id: queue.id,
      name: queue.name,
      priority: queue.priority,
      concurrency: queue.concurrency,
      weight: queue.weight,
      rateMax: queue.rate?.max ?? null,
      ratePer: queue.rate?.per ?? null,
      paused: queue.paused,
    };
    await appendEvents(tx, [
      { type: 'queue.updated', entityIds: [id], actor, payloads: [payload], ...reasonOf(input) },
    ]);
    return done(queue);
  });
  // Whatever changed, a job that waited may be claimable now.
  if (outcome.ok) context.hints.send('news', 'work');
  return outcome;
}

function check(input: UpsertQueueInput): Refusal[] {
  return [
    ...checkKnownName({ value: input.name, path: ['name'] }),
    ...checkInteger({
      value: input.priority,
      path: ['priority'],
      min: jobBounds.priorityMin,
      max: jobBounds.priorityMax,
    }),
    ...checkInteger({ value: input.concurrency, path: ['concurrency'], min: 0, max: queueBounds.queueConcurrencyMax }),
    ...checkInteger({
      value: input.weight,
      path: ['weight'],
      min: queueBounds.weightMin,
      max: queueBounds.weightMax,
    }),
    ...checkRate({ value: input.rate, path: ['rate'] }),
    ...checkReason(input),
  ];
}

function checkReason({ paused, pausedReason }: UpsertQueueInput): Refusal[] {
  if (pausedReason === undefined || pausedReason === null) return [];
  const path = ['pausedReason'];
  if (paused !== true) return [{ code: 'BAD_INPUT', message: 'a reason goes with paused: true', path }];
  return checkText({ value: pausedReason, path, lengthMax: queueBounds.pausedReasonLengthMax });
}

function reasonOf({ pausedReason }: UpsertQueueInput): { reason?: string } {
  return typeof pausedReason === 'string' ? { reason: pausedReason } : {};
}

// Shared, so that a change of the tenant's limits waits and then sees this queue.
async function isTenantLimited(tx: Transaction): Promise<boolean> {
  const [tenant] = await tx.client.$queryRaw<{ limited: boolean }[]>(Prisma.sql`/* share_tenant_limits */
    select max_running_jobs is not null or rate is not null as limited
    from tenants
    where id = ${tx.tenantId}::uuid
    for share`);
  assert(tenant !== undefined, 'a queue belongs to a tenant');
  return tenant.limited;
}

type Locked = { id: string; paused: boolean };

async function lockQueue(tx: Transaction, name: string): Promise<Locked | undefined> {
  const [queue] = await tx.client.$queryRaw<Locked[]>(Prisma.sql`/* lock_queue */
    select id, paused
    from queues
    where tenant_id = ${tx.tenantId}::uuid and name = ${name}
    for update`);
  return queue;
}

async function store(
  tx: Transaction,
  change: { input: UpsertQueueInput; before: Locked | undefined; limitedByTenant: boolean; actor: string },
): Promise<QueueRow> {
  const { input, before } = change;
  const given = {
    ...(input.priority === undefined || input.priority === null ? {} : { priority: input.priority }),
    ...(input.concurrency === undefined ? {} : { concurrency: input.concurrency }),
    ...(input.weight === undefined || input.weight === null ? {} : { weight: input.weight }),
    ...(input.paused === undefined || input.paused === null ? {} : { paused: input.paused }),
    ...(input.rate === undefined ? {} : { rate: input.rate ?? Prisma.DbNull }),
    ...pauseColumns(tx, change),
  };
  const { tenantId } = tx;
  // Two people may create the same queue at once: the second one updates what the first one made.
  const queue = await tx.client.queue.upsert({
    where:
      before === undefined
        ? { tenantId_name: { tenantId, name: input.name } }
        : { tenantId_id: { tenantId, id: before.id } },
    create: { tenantId, id: newId(), name: input.name, createdAt: tx.now, ...given },
    update: given,
  });
  const limited = queue.concurrency !== null || queue.rate !== null || change.limitedByTenant;
  if (limited !== queue.limited)
    await tx.client.queue.update({ where: { tenantId_id: { tenantId, id: queue.id } }, data: { limited } });
  return queueRow({ ...queue, limited });
}

// Who pauses what is paused already may say why, but it has been so since it was paused.
function pauseColumns(
  tx: Transaction,
  { input, before, actor }: { input: UpsertQueueInput; before: Locked | undefined; actor: string },
): Partial<PauseColumns> {
  const { paused, pausedReason } = input;
  if (paused === undefined || paused === null) return {};
  if (!paused) return { pausedAt: null, pausedBy: null, pausedReason: null };
  if (before?.paused !== true) return { pausedAt: tx.now, pausedBy: actor, pausedReason: pausedReason ?? null };
  return typeof pausedReason === 'string' ? { pausedReason } : {};
}
