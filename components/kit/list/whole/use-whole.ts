'use client';

import type { Fault } from '#components/api/fault.ts';
import { useAsk } from '#components/api/use-ask.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import type { WholeAsked } from './whole-list.ts';

type Shown<Whole> = { whole: Whole | undefined; fault: Fault | undefined; reload: () => void };

const nothing: Topic = { kind: 'events', filter: {} };

/** A list that is read whole, kept up to date. */
export function useWhole<Whole>({ read, againMs, news }: WholeAsked<Whole>, query: string): Shown<Whole> {
  const { value: whole, fault, reload } = useAsk(read(query));
  useRegularRefresh(reload, againMs);
  const after = whole === undefined ? undefined : news?.after(whole);
  const pace = news === undefined ? {} : { gapMs: news.gapMs };
  useRefreshOnEvents({ topic: news?.topic ?? nothing, after, read: reload, ...pace });
  return { whole, fault, reload };
}
