'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { type RunGraph, structureKey } from './graph-model.ts';
import { isSmall, type Layout, layoutSmall } from './layout.ts';

/** Where the nodes stand: known at once for a small graph, underway for a while for a large one. */
export type LayoutView = { kind: 'ready'; layout: Layout } | { kind: 'underway' } | { kind: 'failed' };

const underway: LayoutView = { kind: 'underway' };

/** The layout of a graph. It changes with the structure only. */
export function useLayout(graph: RunGraph): LayoutView {
  const key = structureKey(graph);
  const isLarge = !isSmall(graph);
  const [found, setFound] = useState<{ key: string; view: LayoutView }>({ key, view: underway });
  const layOut = useEffectEvent(async (): Promise<LayoutView> => {
    try {
      const { layoutLarge } = await import('./elk-layout.ts');
      return { kind: 'ready', layout: await layoutLarge(graph) };
    } catch {
      // Whatever kept the worker from answering, the table of steps shows the same.
      return { kind: 'failed' };
    }
  });

  useEffect(() => {
    if (!isLarge) return;
    let isCurrent = true;
    void layOut().then((view) => {
      if (isCurrent) setFound({ key, view });
    });
    return () => {
      isCurrent = false;
    };
  }, [isLarge, key]);

  if (!isLarge) return { kind: 'ready', layout: layoutSmall(graph) };
  return found.key === key ? found.view : underway;
}
