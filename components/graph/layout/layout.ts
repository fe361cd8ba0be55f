/** Where the nodes of a graph stand. Only the structure counts: a state that changes moves nothing. */
import { Graph, layout as layoutWithDagre } from '@dagrejs/dagre';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { RunGraph } from '#components/graph/graph-model.ts';

// dagre is the quicker one up to here; elk takes over in its worker.
export const dagreNodesMax = 150;

/** Upper left corners, by step. */
export type Layout = ReadonlyMap<string, { x: number; y: number }>;

/** Where an edge bends on its way past other nodes, by its place in the graph. An edge without bends has no entry. */
export type Routes = ReadonlyMap<number, readonly { x: number; y: number }[]>;

/** A graph as it is drawn. */
export type Drawing = { places: Layout; routes: Routes };

/** Every node is as large as every other, whatever it shows. */
export const nodeSize = { width: 200, height: 56 } as const;
/** The room between two nodes of a column, and between two columns, where words at edges stand. */
export const gap = { between: 24, levels: 92 } as const;

/** True when dagre lays the graph out at once; above, elk does it in a worker. */
export function isSmall(graph: RunGraph): boolean {
  return graph.nodes.length <= dagreNodesMax;
}

/** A small graph laid out at once, its long edges led around the nodes. */
export function drawSmall(graph: RunGraph): Drawing {
  const dagre = new Graph({ multigraph: true });
  dagre.setGraph({ rankdir: 'LR', nodesep: gap.between, ranksep: gap.levels });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) dagre.setNode(node.stepKey, { ...nodeSize });
  for (const [index, edge] of graph.edges.entries()) dagre.setEdge(edge.from, edge.to, {}, String(index));
  layoutWithDagre(dagre);
  const places = new Map(
    graph.nodes.map(({ stepKey }) => {
      const { x, y } = dagre.node(stepKey);
      return [stepKey, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 }] as const;
    }),
  );
  const routes = graph.edges.flatMap(({ from, to }, index) => {
    const bends = (dagre.edge(from, to, String(index)).points ?? []).slice(1, -1);
    // The middle of an edge between neighbours is no bend.
    return bends.length > 1 ? [[index, bends] as const] : [];
  });
  return { places, routes: new Map(routes) };
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
export function drawingOfElk(laidOut: ElkNode): Drawing {
  const routes = (laidOut.edges ?? []).flatMap(({ id, sections }) => {
    const bends = (sections ?? []).flatMap(({ bendPoints }) => bendPoints ?? []);
    return bends.length > 0 ? [[Number(id), bends] as const] : [];
  });
  return {
    places: new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    routes: new Map(routes),
  };
}
