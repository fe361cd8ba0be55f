/** Sends a message through a channel now, by the worker that sends all others, and waits for what comes back. */
import { setTimeout as delay } from 'node:timers/promises';
import { sayTest } from '#domain/notification/say-notice.ts';
import { plainBody } from '#domain/notification/webhook-body.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { kindOf } from '#engine/channel/channel-rows.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { loadDeliveries } from './list-deliveries.ts';
import { insertDeliveries, type NewDelivery } from './new-deliveries.ts';

// A worker looks every second, and a sending takes ten at most; whoever waits longer than this sees it in the log.
const answerMsMax = 14_000;
const lookMs = 150;
// More tries at once than this are somebody's loop.
const openTestsMax = 5;

/** Hands back the delivery as it is when its answer is there, or when it has been waited for long enough. */
export async function testChannel(
  context: Context,
  { id, links }: { id: string; links: { base: string } },
): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  const made = await command(context, async (tx) => {
    const { client, tenantId, now } = tx;
    const channel = await client.channel.findFirst({
      where: { tenantId, id, removedAt: null },
      select: { name: true, kind: true },
    });
    const tenant = await client.tenant.findUnique({ where: { id: tenantId }, select: { slug: true, timeZone: true } });
    if (channel === null || tenant === null) return refuse('NOT_FOUND', 'there is no such channel', ['id']);
    const open = await client.delivery.count({
      where: { tenantId, channelId: id, kind: 'TEST', state: 'PENDING' },
      take: openTestsMax,
    });
    if (open >= openTestsMax)
      return refuse(
        'LIMIT_REACHED',
        `${openTestsMax} tests of it are on their way already: no worker has sent them yet`,
      );
    const url = `${links.base.replace(/\/+$/, '')}/t/${tenant.slug}/settings?tab=notifications`;
    const message = sayTest({ channel: channel.name, tenant: tenant.slug, by: context.actor.name, url });
    const delivery: NewDelivery = {
      tenantId,
      channel: { id, kind: kindOf(channel.kind), quiet: null, timeZone: tenant.timeZone },
      kind: 'TEST',
      severity: 'INFO',
      ...message,
      body: plainBody({ type: 'test', at: now, tenant: tenant.slug, ...message, url }),
      isAwaited: true,
    };
    const [deliveryId] = await insertDeliveries(client, {
      deliveries: [delivery],
      now,
      actor: actorName(context.actor),
    });
    return deliveryId === undefined
      ? refuse('NOT_FOUND', 'there is no such channel', ['id'])
      : done({ id: deliveryId });
  });
  if (!made.ok) return made;
  context.hints.send('news');
  await awaitAnswer(context, made.value.id);
  return made;
}

async function awaitAnswer(context: Context, id: string): Promise<void> {
  // Without a worker there is nobody to wait for.
  if (!(await hasWorker(context))) return;
  const endsAt = performance.now() + answerMsMax;
  while (performance.now() < endsAt) {
    await delay(lookMs);
    const delivery = (await loadDeliveries(context, [id])).get(id);
    if (delivery?.state !== 'PENDING') return;
  }
}

async function hasWorker({ database, tenantId }: Context): Promise<boolean> {
  return await transaction(database, tenantId, async ({ client, now }) => {
    const worker = await client.worker.findFirst({
      where: { state: 'LIVE', leaseUntil: { gt: now } },
      select: { id: true },
    });
    return worker !== null;
  });
}
