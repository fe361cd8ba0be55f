/**
 * Pulses: for whoever only wants to know that something moved. However many events pass, a subscriber hears of them at
 * its pace, and nothing waits for a slow reader but the next beat.
 */
import type { Subscription } from '#engine/event/delivery.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import type { Snapshot } from '#engine/event/snapshot.ts';
import { limits } from '#graphql/limits/bounds.ts';
import type { Live } from '#graphql/plumbing/request.ts';
import { attendFeed } from './attend-feed.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { cursorOf } from './live.ts';

/** `events` is how many passed since the beat before; null when more was missed than is worth counting. */
export type LivePulse = { cursor: string; events: number | null };

/** The first beat comes at once and says where the subscriber stands; those that tell of events at most once in `everyMs`. */
export function followPulses(
  live: Live,
  subscription: Subscription,
  { wants, everyMs }: { wants: (event: FeedEvent) => boolean; everyMs: number },
): EventStream<LivePulse> {
  const { metrics } = live;
  let passed: Snapshot | undefined;
  let events: number | null = 0;
  let saidMs = Number.NEGATIVE_INFINITY;
  // The last beat that told of events: the first event after a quiet while is told at once.
  let beatMs = Number.NEGATIVE_INFINITY;
  let isReaderWaiting = false;
  let due: ReturnType<typeof setTimeout> | undefined;

  // Between two pages of the log only: then the cursor says neither more nor less than what was counted.
  const beatIfDue = () => {
    if (passed === undefined || !isReaderWaiting) return;
    const nowMs = performance.now();
    const waitMs = (events === 0 ? saidMs + limits.markMs : beatMs + everyMs) - nowMs;
    if (waitMs > 0) {
      if (events !== 0) due ??= setTimeout(wake, waitMs);
      return;
    }
    const beat = { cursor: cursorOf(passed), events };
    saidMs = nowMs;
    if (events !== 0) beatMs = nowMs;
    events = 0;
    isReaderWaiting = false;
    metrics.eventsDelivered.inc(1);
    stream.push([beat]);
  };
  const wake = () => {
    due = undefined;
    beatIfDue();
  };
  const attending = attendFeed(live.feed, subscription, {
    place: () => (passed === undefined ? subscription.after : cursorOf(passed)),
    onEvents: (page) => {
      const count = page.reduce((sum, event) => (wants(event) ? sum + 1 : sum), 0);
      if (events !== null) events += count;
    },
    onPassed: (moment) => {
      passed = moment;
      beatIfDue();
    },
    onGap: (position) => {
      if (position === undefined) return;
      passed = position;
      events = null;
      beatIfDue();
    },
  });
  const stream = openEventStream<LivePulse>({
    waitingMax: 1,
    onDrained: () => {
      isReaderWaiting = true;
      beatIfDue();
    },
    onEnd: () => {
      clearTimeout(due);
      attending.end();
      metrics.subscribers.dec();
    },
  });
  metrics.subscribers.inc();
  attending.join();
  return stream;
}
