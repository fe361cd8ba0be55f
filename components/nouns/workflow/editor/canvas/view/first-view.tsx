'use client';

import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { MiniMap, useReactFlow, useStore } from 'reactflow';
import type { Layout } from '#components/graph/layout/layout.ts';
import { useWholeAgain } from '#components/graph/viewport/use-whole-again.ts';
import { extentOf, isAllInView, wholeView } from '#components/graph/viewport/viewport.ts';

/** The whole graph, once the box has a size; from then on the view is the reader's. Who saw all of it sees a new step too. */
export function FirstView({ places }: { places: Layout }) {
  const flow = useReactFlow();
  useWholeAgain(places);
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const isSized = width > 0 && height > 0;
  const seen = useRef<Layout>(undefined);
  const show = useEffectEvent(() => {
    const size = { width, height };
    const before = seen.current === undefined ? undefined : extentOf(seen.current);
    const after = extentOf(places);
    const sawAll = before === undefined || isAllInView(flow.getViewport(), { extent: before, size });
    const seesAll = after !== undefined && isAllInView(flow.getViewport(), { extent: after, size });
    if (seen.current === undefined || (sawAll && !seesAll)) void flow.setViewport(wholeView(places, size));
    seen.current = places;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step that came or went changes what is to be seen
  useEffect(() => {
    if (isSized) show();
  }, [isSized, places.size]);
  return null;
}

const mapSize = { width: 140, height: 84 };

/** The whole graph in small. Where all is in view it would only hide a part of it. */
export function SmallMap({ layout }: { layout: Layout }) {
  const extent = useMemo(() => extentOf(layout), [layout]);
  const isNeeded = useStore(({ transform: [x, y, zoom], width, height }) => {
    // On a small canvas it would cover the steps that one works on.
    if (extent === undefined || width < 4 * mapSize.width || height < 4 * mapSize.height) return false;
    return !isAllInView({ x, y, zoom }, { extent, size: { width, height } });
  });
  if (!isNeeded) return null;
  return (
    <MiniMap pannable zoomable style={mapSize} nodeColor="var(--control-line)" ariaLabel="The whole graph in small" />
  );
}
