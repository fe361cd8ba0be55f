/**
 * What happens to the platform itself, which belongs to no tenant: its people, its tokens, its sign-ins. Like the event
 * log it is only ever added to, in the transaction of what it tells.
 */
import type { PlatformEventType } from '#domain/platform-events.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';

/** One line of the platform's log before it is written. */
export type NewPlatformEvent = {
  type: PlatformEventType;
  /** Bare uuid of what it happened to. */
  entityId: string;
  actor: string;
  payload?: JsonObject;
};

/** Writes lines in the order given. */
export async function appendPlatformEvents(
  tx: Pick<Transaction, 'client' | 'now'>,
  events: NewPlatformEvent[],
): Promise<void> {
  await tx.client.platformEvent.createMany({ data: events.map((event) => ({ ...event, id: newId(), at: tx.now })) });
}
