'use client';

import { useState } from 'react';
import { type RunGraph, structureKey } from '#components/graph/graph-model.ts';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { drawGraph } from './draw-graph.ts';
import { type Drawing, isSmall } from './layout.ts';
import { layoutMemoMax } from './layout-memo.ts';

/** `untangle` is undefined where there is nothing to gain by it. */
export type LayoutView = {
  drawing: Drawing;
  isUntangled: boolean;
  isBusy: boolean;
  untangle: (() => void) | undefined;
};

type Found = { drawing: Drawing; isUntangled: boolean };
const known = new Map<string, Found>();

/**
 * The layout of a graph, known before the first picture and changed by nothing but the reader's wish: a graph that
 * moves under one's eyes cannot be read. A large graph stands in plain columns; the slower and tidier way is asked for.
 */
export function useLayout(graph: RunGraph): LayoutView {
  const key = structureKey(graph);
  const [found, setFound] = useState(() => ({ key, ...layoutOf(graph, key) }));
  const [isBusy, setIsBusy] = useState(false);
  const say = useToast();
  if (found.key !== key) setFound({ key, ...layoutOf(graph, key) });
  const untangle = async () => {
    setIsBusy(true);
    try {
      const { layoutLarge } = await import('./elk-layout.ts');
      const tidy = { drawing: await layoutLarge(graph), isUntangled: true };
      known.set(key, tidy);
      setFound({ key, ...tidy });
    } catch {
      // Whatever kept the worker from answering, the graph is there already.
      say({ words: 'The graph could not be untangled in this browser.', kind: 'failed' });
    }
    setIsBusy(false);
  };
  const mayUntangle = !found.isUntangled && !isSmall(graph);
  return {
    drawing: found.drawing,
    isUntangled: found.isUntangled,
    isBusy,
    untangle: mayUntangle ? () => void untangle() : undefined,
  };
}

function layoutOf(graph: RunGraph, key: string): Found {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = { drawing: drawGraph(graph), isUntangled: false };
  const [oldest] = known.keys();
  if (known.size >= layoutMemoMax && oldest !== undefined) known.delete(oldest);
  known.set(key, found);
  return found;
}
