/** Live events: every subscriber reads the console's one tail of the event log, from its cursor on. */
import { printCursor, startOfWindow } from '#engine/event/cursor.ts';
import type { Subscription } from '#engine/event/delivery.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import type { Snapshot } from '#engine/event/snapshot.ts';
import { limits } from '#graphql/limits/bounds.ts';
import type { Live } from '#graphql/plumbing/request.ts';
import { attendFeed } from './attend-feed.ts';
import { type EventStream, openEventStream } from './event-stream.ts';

/** An event as the schema's type Event is resolved from it. */
export type LiveEvent = Pick<
  FeedEvent,
  'cursor' | 'seq' | 'type' | 'at' | 'tenantId' | 'from' | 'to' | 'reason' | 'attempt' | 'payload'
> & { entityId: string | null; actor: string | null };

type Wish = {
  /** Asked before an event waits for its reader. */
  wants: (event: FeedEvent) => boolean;
  /** True for somebody who wants to hear now and then how far the log has gone. */
  marks: boolean;
};

/**
 * Follows the log. A reader that falls behind leaves the tail and goes on from its last event once it has read what
 * waits; only one that reads nothing at all is cut off.
 */
export function followEvents(live: Live, subscription: Subscription, { wants, marks }: Wish): EventStream<LiveEvent> {
  const { metrics } = live;
  const { tenantId } = subscription;
  let lastCursor = subscription.after;
  // All up to here was taken by the stream; undefined while the last cursor says more.
  let passed: Snapshot | undefined;
  let isBehind = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let saidMs = Number.NEGATIVE_INFINITY;

  const fallBehind = () => {
    isBehind = true;
    attending.leave();
    patience = setTimeout(() => {
      metrics.slowConsumers.inc();
      live.tooSlow();
    }, limits.readerPatienceMs);
  };
  const deliver = (wanted: readonly LiveEvent[]) => {
    if (wanted.length === 0) return;
    const taken = stream.push(wanted);
    metrics.eventsDelivered.inc(taken);
    passed = undefined;
    lastCursor = wanted[taken - 1]?.cursor ?? lastCursor;
    saidMs = performance.now();
    if (taken < wanted.length) fallBehind();
  };
  const attending = attendFeed(live.feed, subscription, {
    place: () => (passed === undefined ? lastCursor : cursorOf(passed)),
    onEvents: (events) => deliver(events.filter(wants)),
    onPassed: (moment) => {
      passed = moment;
      if (marks && performance.now() - saidMs >= limits.markMs) deliver([markAt(moment, tenantId)]);
    },
    onGap: (position) => {
      if (position !== undefined) deliver([signal('RESYNC_REQUIRED', { position, tenantId })]);
    },
  });
  const stream = openEventStream<LiveEvent>({
    waitingMax: limits.eventsWaitingMax,
    onDrained: () => {
      if (!isBehind) return;
      isBehind = false;
      clearTimeout(patience);
      attending.join();
    },
    onEnd: () => {
      clearTimeout(patience);
      attending.end();
      metrics.subscribers.dec();
    },
  });
  metrics.subscribers.inc();
  attending.join();
  return stream;
}

/** The cursor of somebody to whom nothing up to a moment is new. */
export function cursorOf(moment: Snapshot): string {
  return printCursor(startOfWindow(moment));
}

const marksAt = new WeakMap<Snapshot, Map<string, LiveEvent>>();

// One for all subscribers of a tenant, so that what it looks like is worked out once.
function markAt(position: Snapshot, tenantId: string): LiveEvent {
  const known = marksAt.get(position) ?? new Map<string, LiveEvent>();
  marksAt.set(position, known);
  const mark = known.get(tenantId) ?? signal('CURSOR_ADVANCED', { position, tenantId });
  known.set(tenantId, mark);
  return mark;
}

type Signal = 'RESYNC_REQUIRED' | 'CURSOR_ADVANCED';

function signal(type: Signal, { position, tenantId }: { position: Snapshot; tenantId: string }): LiveEvent {
  const nothing = {
    seq: null,
    entityId: null,
    actor: null,
    from: null,
    to: null,
    reason: null,
    attempt: null,
    payload: null,
  };
  return { ...nothing, cursor: cursorOf(position), type, at: new Date(), tenantId };
}
