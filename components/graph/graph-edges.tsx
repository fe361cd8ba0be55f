'use client';

import dynamic from 'next/dynamic';
import { memo, use, useSyncExternalStore } from 'react';
import { ViewportPortal } from 'reactflow';
import { edgeLines, edgesAlong, edgesAt } from '#components/graph/layout/edge-paths.ts';
import type { Drawing } from '#components/graph/layout/layout.ts';
import { classes } from '#components/ui/classes.ts';
import { useIsPainted } from '#components/ui/use-is-settled.ts';
import type { RunGraph } from './graph-model.ts';
import { PathContext, useGraphScope, ZoomContext } from './graph-scope.ts';
import { useHover, useMarked } from './mark.ts';

type Parts = { graph: RunGraph; drawing: Drawing };

// The lines come first: words stand at few of them, and are placed once there is something to place them in.
const EdgeWords = dynamic(async () => (await import('#components/graph/layout/edge-words.tsx')).EdgeWords, {
  ssr: false,
});

/** All edges below the nodes, and in ink those of the step that is pointed at or chosen. */
export const GraphEdges = memo(function GraphEdges({ graph, drawing }: Parts) {
  const { steps } = useGraphScope();
  const level = use(ZoomContext);
  const fates = useSyncExternalStore(steps.listenToFates, steps.fates);
  const hasPath = use(PathContext) !== undefined;
  const isPainted = useIsPainted();
  return (
    <ViewportPortal>
      <svg aria-hidden className="graph-edges" data-edges={graph.edges.length}>
        {edgeLines(graph, drawing, fates).map(({ fate, isDashed, lines, heads }) => (
          <g key={`${fate} ${isDashed}`} className={classes(`graph-edge-${fate}`, hasPath && 'graph-edge-behind')}>
            <path d={lines} className={classes('graph-edge', isDashed && 'graph-edge-dashed')} />
            <path d={heads} className="graph-edge-head" />
          </g>
        ))}
        <PathEdges graph={graph} drawing={drawing} />
        <NearEdges graph={graph} drawing={drawing} />
      </svg>
      {/* From far away no word could be read. */}
      {isPainted && level !== 'far' && <EdgeWords graph={graph} drawing={drawing} isNear={level === 'near'} />}
    </ViewportPortal>
  );
});

function PathEdges({ graph, drawing }: Parts) {
  const path = use(PathContext);
  if (path === undefined) return null;
  const { lines, heads } = edgesAlong(graph, drawing, path);
  return (
    <g className="graph-edge-path">
      <path d={lines} className="graph-edge" />
      <path d={heads} className="graph-edge-head" />
    </g>
  );
}

function NearEdges({ graph, drawing }: Parts) {
  const { chosen } = useGraphScope();
  const hovered = useMarked(useHover());
  const selected = useMarked(chosen);
  const meant = hovered ?? selected;
  if (meant === undefined) return null;
  const { lines, heads } = edgesAt(graph, drawing, meant);
  return (
    <g className="graph-edge-near">
      <path d={lines} className="graph-edge" />
      <path d={heads} className="graph-edge-head" />
    </g>
  );
}
