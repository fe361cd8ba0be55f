'use client';

import { useMemo } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { RunTimelineDocument } from '#components/generated/timeline.ts';
import { useLive } from '#components/live/use-live.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { applyToTimeline, timelineOf } from './timeline-fold.ts';

/** The timeline of a run, live. */
export function useTimeline(run: RunDetails) {
  const { data, fault, reload } = useReading({
    query: RunTimelineDocument,
    variables: { id: run.id },
  });
  const read = data?.run ?? undefined;
  const nodes = run.graph.nodes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph of a run never changes, only its object does
  const snapshot = useMemo(() => (read === undefined ? undefined : timelineOf(read, nodes)), [read]);
  const timeline = useLive({
    snapshot,
    after: snapshot?.eventCursor,
    topic: { kind: 'run', run: run.id },
    fold: applyToTimeline,
    onResync: reload,
  });
  return { timeline, fault, reload };
}
