/**
 * The duty that sends messages. Each is sent outside of any transaction, and what became of it is written afterwards: a
 * worker that ends in between lets its lease run out, and another one sends it again under the same id.
 */
import { type ClaimedDelivery, claimDeliveries } from '#engine/notification/deliver/claim-deliveries.ts';
import { type SendOutcome, settleDelivery } from '#engine/notification/deliver/settle-delivery.ts';
import { faultSentence } from '#engine/store/batch/apart.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

const lookMs = 1_000;
// Messages under way at once, each through another channel: calls that mostly wait.
const sendingMax = 32;

/** Several may run on one database: a message is in one hand at a time. A channel that hangs holds up its own messages only. */
export function deliveries({
  database,
  hints,
  log,
  post,
}: Pick<DutyTools, 'database' | 'hints' | 'log' | 'post'>): Duty {
  const underWay = new Map<string, Promise<void>>();
  const carry = async (delivery: ClaimedDelivery) => {
    try {
      const isSettled = await settleDelivery(database, delivery, await outcomeOf(delivery));
      if (isSettled) hints.send('news');
      else log.warn('delivery.overtaken', { delivery: delivery.id });
    } catch (fault) {
      // Its lease runs out, and it is sent again.
      log.warn('delivery.unwritten', { delivery: delivery.id, fault: faultSentence(fault) });
    }
    underWay.delete(delivery.channelId);
  };
  const outcomeOf = async (delivery: ClaimedDelivery): Promise<SendOutcome> => {
    try {
      return await post.send(delivery);
    } catch (fault) {
      log.error('delivery.fault', { delivery: delivery.id, fault: faultSentence(fault) });
      return { ok: false, error: `it could not be sent: ${faultSentence(fault)}`, isFinal: true };
    }
  };
  return {
    name: 'deliveries',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const slots = sendingMax - underWay.size;
      const claimed = await claimDeliveries(database, { slots, without: [...underWay.keys()] });
      for (const delivery of claimed) underWay.set(delivery.channelId, carry(delivery));
      if (underWay.size === 0) return lookMs;
      await firstOf([...underWay.values()]);
      return 0;
    },
  };
}

/** Resolves with the first of them, or when it is time to look for others. */
async function firstOf(sendings: readonly Promise<void>[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, lookMs);
  await Promise.race([...sendings, promise]);
  clearTimeout(timer);
}
