'use client';

import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useReactFlow, useStoreApi } from 'reactflow';
import type { Layout } from '#components/graph/layout/layout.ts';
import { extentOf, isAllInView, type Size, wholeView } from './viewport.ts';

type Seen = Size & { transform: [number, number, number] };

const unknown: Size = { width: 0, height: 0 };

/**
 * Who saw the whole graph sees all of it when the box becomes narrower or wider, as beside an open step. `first` is the
 * size that the first view was made for: the box may have another one before anybody listens.
 */
export function useWholeAgain(layout: Layout, first: Size = unknown): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const extent = useMemo(() => extentOf(layout), [layout]);
  const known = useRef(first);
  const follow = useEffectEvent(({ width, height, transform: [x, y, zoom] }: Seen) => {
    const before = known.current;
    if (width === 0 || (width === before.width && height === before.height)) return;
    const size = { width, height };
    known.current = size;
    if (extent === undefined || before.width === 0) return;
    if (isAllInView({ x, y, zoom }, { extent, size: before })) void flow.setViewport(wholeView(layout, size));
  });
  // Once and for good: it must be told before whoever moves the view to the chosen step, which then need not be moved.
  useEffect(() => {
    follow(store.getState());
    return store.subscribe((state) => follow(state));
  }, [store]);
}
