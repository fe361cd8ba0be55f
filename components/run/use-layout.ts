'use client';

import { useEffect, useState } from 'react';
import { type RunGraph, structureKey } from './graph-model.ts';
import { isSmall, keepLayout, knownLayout, type Layout, layoutSmall } from './layout.ts';

/** Where the nodes stand; undefined while a large graph is being laid out. */
export function useLayout(graph: RunGraph): Layout | undefined {
  const key = structureKey(graph);
  const [laidOut, setLaidOut] = useState<{ key: string; layout: Layout }>();
  const isLarge = !isSmall(graph);

  useEffect(() => {
    if (!isLarge || knownLayout(graph) !== undefined) return;
    let isCurrent = true;
    const layOut = async () => {
      const { layoutLarge } = await import('./elk-layout.ts');
      const layout = keepLayout(graph, await layoutLarge(graph));
      if (isCurrent) setLaidOut({ key, layout });
    };
    void layOut();
    return () => {
      isCurrent = false;
    };
  }, [graph, isLarge, key]);

  const known = knownLayout(graph);
  if (known !== undefined) return known;
  if (!isLarge) return keepLayout(graph, layoutSmall(graph));
  return laidOut?.key === key ? laidOut.layout : undefined;
}
