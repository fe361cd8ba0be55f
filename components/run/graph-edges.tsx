'use client';

import { memo, useSyncExternalStore } from 'react';
import { ViewportPortal } from 'reactflow';
import { classes } from '#components/ui/classes.ts';
import { curveOf, edgeLabels, edgeLines, headOf } from './edge-paths.ts';
import type { RunGraph } from './graph-model.ts';
import { useGraphScope } from './graph-scope.ts';
import type { Layout } from './layout.ts';
import { useHover, useMarked } from './mark.ts';

type Parts = { graph: RunGraph; layout: Layout };

/** All edges below the nodes, and in ink those of the step that is pointed at or chosen. */
export const GraphEdges = memo(function GraphEdges({ graph, layout }: Parts) {
  const { steps } = useGraphScope();
  const fates = useSyncExternalStore(steps.listenToFates, steps.fates);
  return (
    <ViewportPortal>
      <svg aria-hidden className="graph-edges" data-edges={graph.edges.length}>
        {edgeLines(graph, layout, fates).map(({ fate, isDashed, lines, heads }) => (
          <g key={`${fate} ${isDashed}`} className={`graph-edge-${fate}`}>
            <path d={lines} className={classes('graph-edge', isDashed && 'graph-edge-dashed')} />
            <path d={heads} className="graph-edge-head" />
          </g>
        ))}
        <NearEdges graph={graph} layout={layout} />
      </svg>
      {edgeLabels(graph, layout, fates).map(({ key, x, y, words, fate }) => (
        <span
          key={key}
          className={classes('graph-edge-label', fate === 'untaken' && 'opacity-60')}
          style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
        >
          {words}
        </span>
      ))}
    </ViewportPortal>
  );
});

function NearEdges({ graph, layout }: Parts) {
  const { chosen } = useGraphScope();
  const hovered = useMarked(useHover());
  const selected = useMarked(chosen);
  const meant = hovered ?? selected;
  if (meant === undefined) return null;
  const near = graph.edges.filter((edge) => edge.from === meant || edge.to === meant);
  return (
    <g className="graph-edge-near">
      <path d={near.map((edge) => curveOf(layout, edge)).join('')} className="graph-edge" />
      <path d={near.map((edge) => headOf(layout, edge)).join('')} className="graph-edge-head" />
    </g>
  );
}
