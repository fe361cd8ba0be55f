'use client';

import { useEffect, useMemo } from 'react';
import { useReactFlow, useStoreApi } from 'reactflow';
import type { Layout } from '#components/graph/layout/layout.ts';
import { extentOf, isAllInView, wholeView } from './viewport.ts';

/** Who saw the whole graph sees all of it when the box becomes narrower or wider, as beside an open step. */
export function useWholeAgain(layout: Layout): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const extent = useMemo(() => extentOf(layout), [layout]);
  useEffect(() => {
    let known = { width: 0, height: 0 };
    return store.subscribe(({ width, height, transform: [x, y, zoom] }) => {
      if (width === 0 || (width === known.width && height === known.height)) return;
      const [before, size] = [known, { width, height }];
      known = size;
      if (extent === undefined || before.width === 0) return;
      if (isAllInView({ x, y, zoom }, { extent, size: before })) void flow.setViewport(wholeView(layout, size));
    });
  }, [flow, store, layout, extent]);
}
