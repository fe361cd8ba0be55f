/** How one queue is read, and what tells that it is another one now. */
import { ask } from '#components/api/ask.ts';
import { QueueWholeDocument, type QueueWholeQuery } from '#components/generated/queue.ts';
import type { ThingAsked } from '#components/kit/detail/noun-page.ts';
import { isIdOf } from '#components/kit/noun/noun.ts';
import { queue } from '#components/nouns/queue/queue.ts';
import { newsGapMs, queueNews } from '#components/nouns/queue/queue-news.ts';
import { isServedBy } from '#components/nouns/queue/queue-standing.ts';

export type QueueDetails = NonNullable<QueueWholeQuery['queue']> & {
  /** Whether a live worker takes its jobs. */
  isServed: boolean;
};

export const oneQueue: ThingAsked<QueueDetails> = {
  read: (key) =>
    ask(QueueWholeDocument, isIdOf(queue, key) ? { id: key } : { name: key }, ({ queue: found, workers }) =>
      found === null ? null : { ...found, isServed: isServedBy(found, workers) },
    ),
  topicOf: () => ({ kind: 'events', filter: { types: [...queueNews] } }),
  gapMs: newsGapMs,
};
