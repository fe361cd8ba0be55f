'use client';

import { useApi } from '#components/api/api-provider.tsx';
import { readNow } from '#components/api/use-ask.ts';
import type { Row } from '#components/live/list/live-list.ts';
import { type LiveListView, useLiveList } from '#components/live/list/use-live-list.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { NounList } from './noun-list.ts';
import { useReread } from './use-reread.ts';

const first = pageBounds.pageSizeDefault;
// Whoever goes back has seen the newest already, and wants to get there.
const older = pageBounds.pageSizeMax;

/** The rows of a noun that a query asks for, live. */
export function useNounList<R extends Row, Beside>(list: NounList<R, Beside>, query: string): LiveListView<R> {
  const api = useApi();
  const view = useLiveList<R>({
    key: query,
    apply: list.live.apply,
    follows: list.live.follows(query),
    arrivals: list.live.arrivals(query),
    readPage: (after) => readNow(api, list.page({ query, first: after === null ? first : older, after })),
    readFirstIds: () => readNow(api, list.ids({ query, first })),
  });
  useReread(view, list.reread);
  return view;
}
