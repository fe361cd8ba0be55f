/** A small graph laid out with what belongs together side by side, so that a frame around it holds nothing else. */
import { Graph, layout as layoutWithDagre } from '@dagrejs/dagre';
import type { RunGraph } from '#components/graph/graph-model.ts';
import { type Drawing, gap, nodeSize } from './layout.ts';

// Frames make it several times as slow, and it is done while somebody draws.
const groupedNodesMax = 80;

/** Undefined where the graph is too large for it, or nothing is grouped. `groups` are the steps of each. */
export function drawGrouped(graph: RunGraph, groups: readonly (readonly string[])[]): Drawing | undefined {
  const steps = new Set(graph.nodes.map(({ stepKey }) => stepKey));
  const whole = groups.map((group) => group.filter((stepKey) => steps.has(stepKey))).filter(({ length }) => length > 0);
  if (whole.length === 0 || graph.nodes.length > groupedNodesMax) return undefined;
  const dagre = new Graph({ multigraph: true, compound: true });
  dagre.setGraph({ rankdir: 'LR', nodesep: gap.between + gap.between / 2, ranksep: gap.levels });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const { stepKey } of graph.nodes) dagre.setNode(stepKey, { ...nodeSize });
  for (const [index, group] of whole.entries()) {
    const name = `${groupSign}${index}`;
    dagre.setNode(name, {});
    for (const stepKey of group) dagre.setParent(stepKey, name);
  }
  for (const [index, edge] of graph.edges.entries()) dagre.setEdge(edge.from, edge.to, {}, String(index));
  layoutWithDagre(dagre);
  const places = graph.nodes.map(({ stepKey }) => {
    const { x, y } = dagre.node(stepKey);
    return [stepKey, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 }] as const;
  });
  return { places: new Map(places), routes: new Map() };
}

// No step is called so: ids have no characters that cannot be seen.
const groupSign = '\u0001';
