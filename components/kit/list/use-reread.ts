'use client';

import { useClient } from 'urql';
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
  const client = useClient();
  const readAll = () => {
    if (reread === undefined) return;
    const wanted = list?.rows.filter(reread.isWanted).map(({ id }) => id) ?? [];
    for (let start = 0; start < wanted.length; start += pageBounds.pageSizeMax) {
      const part = reread.read(wanted.slice(start, start + pageBounds.pageSizeMax));
      // What could not be read now is read after the next event.
      void readNow(client, part).then((reading) => reading.ok && patch(reading.value));
    }
  };
  const topic = reread?.topic ?? nothing;
  const pace = reread?.gapMs === undefined ? {} : { gapMs: reread.gapMs };
  const isFollowed = reread !== undefined && (list?.rows.length ?? 0) > 0;
  useRefreshOnEvents({ topic, after: isFollowed ? list?.eventCursor : undefined, read: readAll, ...pace });
}
