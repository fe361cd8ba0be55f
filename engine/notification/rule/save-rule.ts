/** Makes a rule, changes one and removes one. What happened before a rule was made or changed is not told. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import type { ScopeNoun } from '#domain/notification/notice-kinds.ts';
import { type RuleInput, type RuleSettings, readRule } from '#domain/notification/read-rule.ts';
import { done, type Outcome, type Refusal, type RefusalCode, refuse, refuseAll } from '#domain/refusal.ts';
import { uuidOf } from '#domain/value/ids.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { lockChannels } from '#engine/channel/create-channel.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';

/** Makes a rule. */
export async function createRule(context: Context, input: RuleInput): Promise<Outcome<{ id: string }>> {
  return await save(context, { input, ground: async (tx) => await refuseMore(tx) });
}

/** Says anew what a rule asks for. What stands under it goes on under the new words. */
export async function updateRule(
  context: Context,
  { id, ...input }: RuleInput & { id: string },
): Promise<Outcome<{ id: string }>> {
  const ground = async ({ client, tenantId }: Transaction) => {
    const rule = await client.notificationRule.findFirst({
      where: { tenantId, id, removedAt: null },
      select: { kind: true },
    });
    if (rule === null) return refuse('NOT_FOUND', 'there is no such rule', ['id']);
    // Its groups are of the kind that they began as.
    if (rule.kind !== input.on)
      return refuse('UNSUPPORTED', `the rule is about ${rule.kind}: make another one`, ['on']);
    return undefined;
  };
  return await save(context, { input, id, ground });
}

/** Pauses a rule or lets it tell again. */
export async function pauseRule(
  context: Context,
  { id, paused }: { id: string; paused: boolean },
): Promise<Outcome<{ id: string }>> {
  return await change(context, { id, type: 'rule.updated', data: (now) => ({ paused, updatedAt: now }) });
}

/** Removes a rule. Its row stays, so that the log of deliveries can name it. */
export async function removeRule(context: Context, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
  return await change(context, { id, type: 'rule.removed', data: (now) => ({ removedAt: now }) });
}

type Change = {
  id: string;
  type: 'rule.updated' | 'rule.removed';
  data: (now: Date) => { paused?: boolean; updatedAt?: Date; removedAt?: Date };
};

async function change(context: Context, { id, type, data }: Change): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['news'], async (tx) => {
    const { client, tenantId, now } = tx;
    const where = { tenantId, id, removedAt: null };
    const rule = await client.notificationRule.findFirst({ where, select: { name: true, kind: true } });
    const { count } = await client.notificationRule.updateMany({ where, data: data(now) });
    if (rule === null || count === 0) return refuse('NOT_FOUND', 'there is no such rule', ['id']);
    await tell(tx, context, { type, id, name: rule.name, on: rule.kind });
    return done({ id });
  });
}

type Saving = {
  input: RuleInput;
  /** Of the rule to change; absent for a new one. */
  id?: string;
  ground: (tx: Transaction) => Promise<ReturnType<typeof refuse> | undefined>;
};

async function save(context: Context, { input, id, ground }: Saving): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  const read = readRule(input);
  if (!read.ok) return read;
  const { name, on, times, lastsMs, windowMs, tellsEnd } = read.value;
  return await hintedCommand(context, ['news'], async (tx) => {
    const { client, tenantId, now } = tx;
    // A channel cannot be removed while a rule takes it up, nor two rules take one name.
    await lockChannels(tx);
    const refused = (await ground(tx)) ?? (await refuseName(tx, { name, id }));
    if (refused !== undefined) return refused;
    const found = await findNamed(tx, read.value);
    if (!found.ok) return found;
    const row = { name, kind: on, times, lastsMs, windowMs, tellsEnd, ...found.value, updatedAt: now };
    const ruleId = id ?? newId();
    const createdBy = actorName(context.actor);
    if (id === undefined)
      await client.notificationRule.createMany({ data: [{ ...row, tenantId, id: ruleId, createdBy, createdAt: now }] });
    else await client.notificationRule.updateMany({ where: { tenantId, id }, data: row });
    await tell(tx, context, { type: id === undefined ? 'rule.created' : 'rule.updated', id: ruleId, name, on });
    return done({ id: ruleId });
  });
}

async function tell(
  tx: Transaction,
  { actor }: Pick<Context, 'actor'>,
  {
    type,
    id,
    name,
    on,
  }: { type: 'rule.created' | 'rule.updated' | 'rule.removed'; id: string; name: string; on: string },
): Promise<void> {
  await appendEvents(tx, [{ type, entityIds: [id], actor: actorName(actor), payloads: [{ name, on }] }]);
}

async function refuseName(
  { client, tenantId }: Transaction,
  { name, id }: { name: string; id: string | undefined },
): Promise<ReturnType<typeof refuse> | undefined> {
  const other = await client.notificationRule.findFirst({
    where: { tenantId, name, removedAt: null, ...(id !== undefined && { id: { not: id } }) },
    select: { id: true },
  });
  return other === null ? undefined : refuse('NAME_TAKEN', `there is a rule "${name}" already`, ['name']);
}

async function refuseMore({ client, tenantId }: Transaction): Promise<ReturnType<typeof refuse> | undefined> {
  const { rulesMax } = notificationBounds;
  const count = await client.notificationRule.count({ where: { tenantId, removedAt: null }, take: rulesMax });
  return count < rulesMax ? undefined : refuse('LIMIT_REACHED', `a tenant has at most ${rulesMax} rules`);
}

type Found = {
  queueId: string | null;
  taskId: string | null;
  workflowId: string | null;
  scheduleId: string | null;
  channelIds: string[];
};

/** The rows behind the names and ids of a rule, or every one that is not there. */
async function findNamed(tx: Transaction, { on, scope, channels }: RuleSettings): Promise<Outcome<Found>> {
  const { client, tenantId } = tx;
  const select = { id: true };
  const { queue, task, workflow, schedule } = scope;
  const byName = (name: string) => ({ where: { tenantId_name: { tenantId, name } }, select });
  const scheduleId = schedule === undefined ? undefined : uuidOf('schedule', schedule);
  const found = {
    queue: queue === undefined ? null : await client.queue.findUnique(byName(queue)),
    task: task === undefined ? null : await client.task.findUnique(byName(task)),
    workflow: workflow === undefined ? null : await client.workflow.findUnique(byName(workflow)),
    schedule:
      scheduleId === undefined
        ? null
        : await client.schedule.findFirst({ where: { tenantId, id: scheduleId }, select }),
  };
  const refusals = Object.entries(scope).flatMap(([noun, name]) => refuseMissing(found, noun, name));
  const chosen = await findChannels(tx, { on, channels });
  if (!chosen.ok) refusals.push(...chosen.refusals);
  if (!chosen.ok || refusals.length > 0) return refuseAll(refusals);
  return done({
    queueId: found.queue?.id ?? null,
    taskId: found.task?.id ?? null,
    workflowId: found.workflow?.id ?? null,
    scheduleId: found.schedule?.id ?? null,
    channelIds: chosen.value,
  });
}

const missingCodes: Record<ScopeNoun, RefusalCode> = {
  queue: 'NOT_FOUND',
  task: 'UNKNOWN_TASK',
  workflow: 'UNKNOWN_WORKFLOW',
  schedule: 'NOT_FOUND',
};

function refuseMissing(found: Record<ScopeNoun, unknown>, noun: string, name: string): Refusal[] {
  if (!isScopeNoun(noun) || found[noun] !== null) return [];
  return [{ code: missingCodes[noun], message: `there is no ${noun} "${name.slice(0, 200)}"`, path: [noun] }];
}

function isScopeNoun(noun: string): noun is ScopeNoun {
  return noun in missingCodes;
}

async function findChannels(
  { client, tenantId }: Transaction,
  { on, channels }: Pick<RuleSettings, 'on' | 'channels'>,
): Promise<Outcome<string[]>> {
  const ids = channels.map((channel) => uuidOf('channel', channel));
  const known = await client.channel.findMany({
    where: { tenantId, removedAt: null, id: { in: ids.filter((id) => id !== undefined) } },
    select: { id: true, kind: true },
    take: notificationBounds.channelsMax,
  });
  const kinds = new Map(known.map(({ id, kind }) => [id, kind]));
  const refusals = ids.flatMap((id, n): Refusal[] => {
    const path = ['channels', String(n)];
    const kind = id === undefined ? undefined : kinds.get(id);
    if (kind === undefined) return [{ code: 'NOT_FOUND', message: 'there is no such channel', path }];
    if (kind !== 'SLA_BREACH' || on === 'SLA_BREACH') return [];
    const message = 'a channel of the kind SLA_BREACH is told of breaches of service levels only';
    return [{ code: 'UNSUPPORTED', message, path }];
  });
  return refusals.length > 0 ? refuseAll(refusals) : done(ids.filter((id) => id !== undefined));
}
