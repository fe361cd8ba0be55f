'use client';

import { useSyncExternalStore } from 'react';
import type { RunGraph } from '#components/graph/graph-model.ts';
import { useGraphScope } from '#components/graph/graph-scope.ts';
import { classes } from '#components/ui/classes.ts';
import { edgeLabels } from './edge-labels.ts';
import type { Drawing } from './layout.ts';

type Parts = { graph: RunGraph; drawing: Drawing; isNear: boolean };

/** The words at the edges of a graph: for which end they are, and what their conditions answered. */
export function EdgeWords({ graph, drawing, isNear }: Parts) {
  const { steps } = useGraphScope();
  const fates = useSyncExternalStore(steps.listenToFates, steps.fates);
  const learned = useSyncExternalStore(steps.listenToFates, steps.learned);
  return edgeLabels(graph, { drawing, fates, isNear, learned }).map(({ key, x, y, words, fate, whole }) => (
    <span
      key={key}
      data-whole={whole}
      className={classes('graph-edge-label', !isNear && 'graph-edge-label-short', fate === 'untaken' && 'opacity-60')}
      style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
    >
      {words}
    </span>
  ));
}
