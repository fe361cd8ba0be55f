/** The graph as React Flow draws it. What did not change stays the same object, so that it is not drawn again. */
import { type Edge, MarkerType, type Node, Position } from 'reactflow';
import { jobLooks } from '#components/state/state-look.ts';
import {
  type EdgeFate,
  faceOf,
  fateOf,
  type RunGraph,
  type RunStep,
  type StepFace,
  shownRound,
  stepsByKey,
} from './graph-model.ts';
import { type Layout, nodeSize } from './layout.ts';

export type StepNode = Node<StepFace, 'step'>;

// Given, so that edges are drawn with the first picture and not after every node was measured.
const handles = [
  { type: 'target', position: Position.Left, x: 0, y: nodeSize.height / 2, width: 1, height: 1 },
  { type: 'source', position: Position.Right, x: nodeSize.width, y: nodeSize.height / 2, width: 1, height: 1 },
] as const;

/** Makes the nodes of one graph in one layout, again and again as its steps move on. */
export function nodeMaker(graph: RunGraph, layout: Layout): (steps: readonly RunStep[]) => StepNode[] {
  const made = new WeakMap<RunStep, StepNode>();
  return (steps) => {
    const rounds = stepsByKey(steps);
    return graph.nodes.map((node) => {
      const own = rounds.get(node.stepKey) ?? [];
      const [only] = own;
      const known = only === undefined || own.length > 1 ? undefined : made.get(only);
      if (known !== undefined) return known;
      const fresh = nodeOf(faceOf(node, own), layout.get(node.stepKey) ?? { x: 0, y: 0 });
      if (only !== undefined && own.length === 1) made.set(only, fresh);
      return fresh;
    });
  };
}

function nodeOf(face: StepFace, position: { x: number; y: number }): StepNode {
  return {
    id: face.stepKey,
    type: 'step',
    position,
    data: face,
    ...nodeSize,
    measured: nodeSize,
    handles: [...handles],
    ariaRole: 'button',
    ariaLabel: `${face.stepKey}: ${jobLooks[face.state].word}`,
    connectable: false,
    deletable: false,
    draggable: false,
  };
}

/** Makes the edges of one graph, again and again as its steps move on. */
export function edgeMaker(graph: RunGraph): (steps: readonly RunStep[]) => Edge[] {
  const made = new Map<string, Edge>();
  return (steps) => {
    const rounds = stepsByKey(steps);
    const stateOf = (stepKey: string) => shownRound(rounds.get(stepKey) ?? [])?.state ?? 'PENDING';
    return graph.edges.map((edge, index) => {
      const fate = fateOf(edge.on, { from: stateOf(edge.from), to: stateOf(edge.to) });
      const key = `${index} ${fate}`;
      const known = made.get(key) ?? edgeOf(edge, { id: String(index), fate });
      made.set(key, known);
      return known;
    });
  };
}

const strokes: Record<EdgeFate, { stroke: string; strokeWidth: number; opacity: number }> = {
  open: { stroke: 'var(--control-line)', strokeWidth: 1.25, opacity: 1 },
  taken: { stroke: 'var(--ink)', strokeWidth: 1.75, opacity: 1 },
  untaken: { stroke: 'var(--control-line)', strokeWidth: 1.25, opacity: 0.4 },
};

function edgeOf({ from, to, on }: RunGraph['edges'][number], { id, fate }: { id: string; fate: EdgeFate }): Edge {
  const isUsual = on === 'success';
  return {
    id,
    source: from,
    target: to,
    style: { ...strokes[fate], ...(on === 'failure' ? { strokeDasharray: '6 4' } : {}) },
    markerEnd: { type: MarkerType.ArrowClosed, color: strokes[fate].stroke, width: 14, height: 14 },
    ...(isUsual ? {} : { label: on, labelStyle: { fill: 'var(--quiet)' }, labelBgStyle: { fill: 'var(--canvas)' } }),
    focusable: false,
    selectable: false,
    deletable: false,
  };
}
