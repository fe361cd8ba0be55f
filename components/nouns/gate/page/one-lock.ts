/** How one lock is read, and what tells that it is another one now. */
import { ask } from '#components/api/ask.ts';
import { LockDocument, type LockQuery } from '#components/generated/gates.ts';
import type { ThingAsked } from '#components/kit/detail/noun-page.ts';
import { lockNews, newsGapMs } from '#components/nouns/gate/gate-news.ts';

export type LockDetails = NonNullable<LockQuery['gate']>;
export type LockHolder = LockDetails['allHolders'][number];
export type LockWaiter = LockDetails['waiters'][number];

export const oneLock: ThingAsked<LockDetails> = {
  read: (id) => ask(LockDocument, { id }, ({ gate }) => gate),
  topicOf: () => ({ kind: 'events', filter: { types: [...lockNews] } }),
  gapMs: newsGapMs,
};
