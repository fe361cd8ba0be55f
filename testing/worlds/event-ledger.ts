/** Everything that happened in a tenant from its first event on, as a subscriber sees it, and a way to wait for more. */
import { printCursor, startOfWindow } from '#engine/event/cursor.ts';
import type { Feed } from '#engine/event/feed.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import { beforeEverything } from '#engine/event/snapshot.ts';

export type Ledger = {
  /** In the order of arrival. */
  readonly events: readonly FeedEvent[];
  /** Resolves with the first `count` events that fit, those included that came before; rejects when they do not come. */
  seen(what: string, fits: (event: FeedEvent) => boolean, count?: number): Promise<FeedEvent[]>;
  close(): void;
};

// Longer than the product itself waits for an answer that never comes, which is 32 s; what takes longer does not come.
const waitMsMax = 45_000;

/** Opens the ledger of a tenant. */
export function openLedger(feed: Feed, tenantId: string): Ledger {
  const events: FeedEvent[] = [];
  const readers = new Set<() => void>();
  const after = printCursor(startOfWindow(beforeEverything));
  const close = feed.subscribe({ tenantId, after }, (more, signal) => {
    if (signal !== undefined) throw new Error('a ledger is never asked to resync');
    events.push(...more);
    for (const reader of readers) reader();
  });
  return {
    events,
    close,
    seen: (what, fits, count = 1) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          readers.delete(look);
          const types = events
            .slice(-20)
            .map(({ type, entityId, reason }) => `${type} ${entityId.slice(-6)} ${reason ?? ''}`);
          reject(new Error(`waited in vain for ${count} x ${what}; the last events were\n${types.join('\n')}`));
        }, waitMsMax);
        const look = () => {
          const found = events.filter(fits);
          if (found.length < count) return;
          clearTimeout(timer);
          readers.delete(look);
          resolve(found.slice(0, count));
        };
        readers.add(look);
        look();
      }),
  };
}

/** Collects a tenant's events after a cursor until one of this type came; rejects when it does not. */
export function collectEvents(
  feed: Feed,
  subscription: { tenantId: string; runId?: string; after: string },
  until: string,
): Promise<FeedEvent[]> {
  return new Promise((resolve, reject) => {
    const events: FeedEvent[] = [];
    const timer = setTimeout(() => reject(new Error(`no ${until} among ${events.length} events`)), waitMsMax);
    const end = feed.subscribe(subscription, (batch, signal) => {
      if (signal !== undefined) reject(new Error(signal));
      events.push(...batch);
      if (!events.some((event) => event.type === until)) return;
      clearTimeout(timer);
      end();
      resolve(events);
    });
  });
}
