'use client';

import { useRef } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { readNow } from '#components/api/use-ask.ts';
import type { Row } from '#components/live/list/live-list.ts';
import type { LiveListView } from '#components/live/list/use-live-list.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { Reread } from './noun-list.ts';

const nothing: Topic = { kind: 'events', filter: {} };

/** Reads again what does not travel with events, for the rows that may have changed, whenever an event says so. */
export function useReread<R extends Row>({ list, patch }: LiveListView<R>, reread: Reread<R> | undefined): void {
  const api = useApi();
  const isUnderWay = useRef(false);
  // Part after part: however many rows are loaded, one question at a time is asked about them.
  const readParts = async (ids: string[], { read }: Reread<R>) => {
    let isWhole = true;
    for (let start = 0; start < ids.length; start += pageBounds.pageSizeMax) {
      const reading = await readNow(api, read(ids.slice(start, start + pageBounds.pageSizeMax)));
      if (reading.ok) patch(reading.value);
      isWhole &&= reading.ok || reading.fault.isSignedOut;
    }
    return isWhole;
  };
  const readAll = async () => {
    if (reread === undefined) return true;
    // Asked for again when this one is through.
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    const ids = list?.rows.filter(reread.isWanted).map(({ id }) => id) ?? [];
    return await readParts(ids, reread).finally(() => {
      isUnderWay.current = false;
    });
  };
  const topic = reread?.topic ?? nothing;
  const pace = reread?.gapMs === undefined ? {} : { gapMs: reread.gapMs };
  const isFollowed = reread !== undefined && (list?.rows.length ?? 0) > 0;
  useRefreshOnEvents({ topic, after: isFollowed ? list?.eventCursor : undefined, read: readAll, ...pace });
}
