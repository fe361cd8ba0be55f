'use client';

import { useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { readNow } from '#components/api/use-ask.ts';
import type { Row } from '#components/live/list/live-list.ts';
import type { LiveListView } from '#components/live/list/use-live-list.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import type { Reread } from './noun-list.ts';
import { rereadOneAtATime } from './reread-rows.ts';

const nothing: Topic = { kind: 'events', filter: {} };

/** Reads again what does not travel with events, for the rows that may have changed, whenever an event says so. */
export function useReread<R extends Row>({ list, patch }: LiveListView<R>, reread: Reread<R> | undefined): void {
  const api = useApi();
  const [rereadRows] = useState(rereadOneAtATime);
  const readWanted = async () => {
    if (reread === undefined) return true;
    const ids = list?.rows.filter(reread.isWanted).map(({ id }) => id) ?? [];
    return await rereadRows(ids, { read: (part) => readNow(api, reread.read(part)), patch });
  };
  const topic = reread?.topic ?? nothing;
  const pace = reread?.gapMs === undefined ? {} : { gapMs: reread.gapMs };
  const isFollowed = reread !== undefined && (list?.rows.length ?? 0) > 0;
  useRefreshOnEvents({ topic, after: isFollowed ? list?.eventCursor : undefined, read: readWanted, ...pace });
}
