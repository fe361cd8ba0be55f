'use client';

import { useClient } from 'urql';
import { type ListedRunFragment, RunProgressDocument } from '#components/generated/documents.ts';
import type { Topic } from '#components/live/live-event.ts';
import type { LiveListView } from '#components/live/use-live-list.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';
import { bounds } from '#domain/bounds.ts';
import { settlingTypes, unfinishedIds, withProgress } from './step-progress.ts';

const first = bounds.pageSizeMax;
const settling: Topic = { kind: 'events', filter: { noun: 'STEP', types: settlingTypes } };

/** Reads how far the runs shown have come, whenever a step of one settles. */
export function useStepProgress({ list, patch }: LiveListView<ListedRunFragment>): void {
  const client = useClient();
  const readPart = async (ids: string[]) => {
    const asked = client.query(RunProgressDocument, { ids, first }, { requestPolicy: 'network-only' });
    const { data } = await asked.toPromise();
    // What could not be read now is read after the next step.
    if (data === undefined) return;
    const found = new Map(data.runs.nodes.map(({ id, stepProgress }) => [id, stepProgress]));
    patch((run) => withProgress(run, found));
  };
  const read = () => {
    const ids = unfinishedIds(list?.rows ?? []);
    for (let start = 0; start < ids.length; start += first) void readPart(ids.slice(start, start + first));
  };
  const isAnyThere = (list?.rows.length ?? 0) > 0;
  useRefreshOnEvents({
    topic: settling,
    after: isAnyThere ? list?.eventCursor : undefined,
    read,
    gapMs: bounds.countArrivalsMs,
  });
}
