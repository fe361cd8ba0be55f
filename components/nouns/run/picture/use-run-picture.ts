'use client';

import { useMemo } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { RunPictureDocument, type RunPictureQuery } from '#components/generated/run-picture.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { loopsOfRuns } from './loops-of-runs.ts';

type Picture = NonNullable<RunPictureQuery['run']>;
/** How far a step is that repeats its task. */
export type StepLoop = Picture['loops'][number];
/** What was decided about a dependency. */
export type Dependency = NonNullable<Picture['dependencies']>[number];

// Numbers that change once a second can be read; what a large graph tells of its edges is some hundred kilobytes.
const gapMs = { usual: 1_000, large: 5_000 };
const largeEdgesMin = 1_000;

/** How far the loops of a run are and what became of its dependencies, live. Undefined until it is known. */
export function useRunPicture(
  run: RunDetails,
): { loops: readonly StepLoop[]; dependencies: readonly Dependency[] } | undefined {
  const { edges, nodes } = run.graph;
  const withWorkflows = nodes.some(({ kind }) => kind === 'WORKFLOW');
  // Where no dependency asks anything, the states of its steps tell all of it.
  const withDependencies = edges.some(({ on, condition }) => condition !== null || on === 'default');
  const { data, reload } = useReading({
    query: RunPictureDocument,
    variables: { id: run.id, withDependencies, withWorkflows },
    keepsShown: true,
  });
  const isLarge = withDependencies && edges.length >= largeEdgesMin;
  useRefreshOnEvents({
    topic: { kind: 'run', run: run.id },
    after: run.eventCursor,
    read: reload,
    gapMs: isLarge ? gapMs.large : gapMs.usual,
  });
  const picture = data?.run ?? undefined;
  return useMemo(() => {
    if (picture === undefined) return undefined;
    const { loops, dependencies = [], workflowSteps = [] } = picture;
    return { loops: [...loops, ...loopsOfRuns(workflowSteps)], dependencies };
  }, [picture]);
}
