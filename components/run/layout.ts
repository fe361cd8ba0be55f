/** Where the nodes of a graph stand. Only the structure counts: a state that changes moves nothing. */
import { Graph, layout as layoutWithDagre } from '@dagrejs/dagre';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { bounds } from '#domain/bounds.ts';
import type { RunGraph } from './graph-model.ts';

/** Upper left corners, by step. */
export type Layout = ReadonlyMap<string, { x: number; y: number }>;

export const nodeSize = { width: 200, height: 56 } as const;
export const gap = { between: 24, levels: 72 } as const;

/** True when dagre lays the graph out at once; above, elk does it in a worker. */
export function isSmall(graph: RunGraph): boolean {
  return graph.nodes.length <= bounds.dagreNodesMax;
}

/** The layout of a small graph, from left to right. */
export function layoutSmall(graph: RunGraph): Layout {
  const dagre = new Graph({ multigraph: true });
  dagre.setGraph({ rankdir: 'LR', nodesep: gap.between, ranksep: gap.levels });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) dagre.setNode(node.stepKey, { ...nodeSize });
  for (const [index, edge] of graph.edges.entries()) dagre.setEdge(edge.from, edge.to, {}, String(index));
  layoutWithDagre(dagre);
  return new Map(
    graph.nodes.map(({ stepKey }) => {
      const { x, y } = dagre.node(stepKey);
      return [stepKey, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 }];
    }),
  );
}

/** A graph as elk reads it. */
export function elkGraphOf(graph: RunGraph): ElkNode {
  return {
    id: 'run',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.spacing.nodeNode': String(gap.between),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(gap.levels),
      // React Flow draws its own curves, so elk's time for routing would be lost.
      'elk.edgeRouting': 'POLYLINE',
      'elk.layered.nodePlacement.strategy': 'SIMPLE',
      // The quicker ways, measured: a person waits for the first picture, and a prettier one is hard to tell from it.
      'elk.layered.layering.strategy': 'LONGEST_PATH_SOURCE',
      'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
      'elk.layered.thoroughness': '3',
    },
    children: graph.nodes.map(({ stepKey }) => ({ id: stepKey, ...nodeSize })),
    edges: graph.edges.map(({ from, to }, index) => ({ id: String(index), sources: [from], targets: [to] })),
  };
}

/** What elk found. */
export function layoutOfElk(laidOut: ElkNode): Layout {
  return new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
