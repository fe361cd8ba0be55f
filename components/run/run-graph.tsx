'use client';

import 'reactflow/dist/style.css';
import './run-graph.css';
import { useTheme } from 'next-themes';
import { useMemo } from 'react';
import { Background, Controls, MiniMap, type NodeChange, ReactFlow } from 'reactflow';
import { EmptyNotice, LoadingNotice } from '#components/page/notice.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { bounds } from '#domain/bounds.ts';
import { unreachable } from '#domain/unreachable.ts';
import { edgeMaker, nodeMaker, type StepNode } from './flow-elements.ts';
import type { RunGraph, RunStep } from './graph-model.ts';
import type { Layout } from './layout.ts';
import { StepNodeBox } from './step-node.tsx';
import { useLayout } from './use-layout.ts';

type Parts = {
  graph: RunGraph;
  steps: readonly RunStep[];
  selected: string | undefined;
  onSelect: (stepKey: string) => void;
};

const nodeTypes = { step: StepNodeBox };

/** The run as a picture that moves with it. */
export function RunGraphView(parts: Parts) {
  const view = useLayout(parts.graph);
  switch (view.kind) {
    case 'ready':
      return <Canvas {...parts} layout={view.layout} />;
    case 'underway':
      return <LoadingNotice rows={8} />;
    case 'failed':
      return (
        <EmptyNotice>The graph cannot be laid out in this browser. The table of steps shows the same.</EmptyNotice>
      );
    default:
      return unreachable(view);
  }
}

function Canvas({ graph, layout, steps, selected, onSelect }: Parts & { layout: Layout }) {
  const { resolvedTheme } = useTheme();
  const makeNodes = useMemo(() => nodeMaker(graph, layout), [graph, layout]);
  const makeEdges = useMemo(() => edgeMaker(graph), [graph]);
  const nodes = makeNodes(steps).map((node) => (node.id === selected ? { ...node, selected: true } : node));
  // A click and the Enter key both end in this change; nothing else about a node may change here.
  const select = (changes: NodeChange<StepNode>[]) => {
    for (const change of changes) if (change.type === 'select' && change.selected) onSelect(change.id);
  };
  return (
    <ReactFlow
      nodes={nodes}
      edges={makeEdges(steps)}
      nodeTypes={nodeTypes}
      onNodesChange={select}
      colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
      fitView
      fitViewOptions={{ padding: 0.1, maxZoom: 1 }}
      minZoom={0.05}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      onlyRenderVisibleElements={graph.nodes.length > bounds.drawnNodesMax}
      aria-label="Graph of the run"
    >
      <Background gap={24} />
      <Controls showInteractive={false} />
      <MiniMap<StepNode>
        pannable
        zoomable
        ariaLabel="Map of the graph"
        nodeColor={(node) => colourOf(jobLooks[node.data.state].family)}
      />
    </ReactFlow>
  );
}
