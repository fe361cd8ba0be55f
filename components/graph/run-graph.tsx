'use client';

import 'reactflow/dist/style.css';
import './run-graph.css';
import dynamic from 'next/dynamic';
import { useTheme } from 'next-themes';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Background, ReactFlow, ReactFlowProvider, useStore } from 'reactflow';
import type { Layout } from '#components/graph/layout/layout.ts';
import { type LayoutView, useLayout } from '#components/graph/layout/use-layout.ts';
import { useWholeAgain } from '#components/graph/viewport/use-whole-again.ts';
import { heightFor, type Size, wholeView, zoomMax, zoomMin } from '#components/graph/viewport/viewport.ts';
import { GraphEdges } from './graph-edges.tsx';
import { type RunGraph, type RunStep, structureKey } from './graph-model.ts';
import { GraphContext, levelAt, MoreContext, type NodeMore, ZoomContext } from './graph-scope.ts';
import { graphWalk } from './graph-walk.ts';
import { Mark } from './mark.ts';
import { GlyphSymbols, StepNodeBox } from './step-node.tsx';
import { StepStore } from './step-store.ts';
import { useGraphKeys } from './use-graph-keys.ts';

// Up to here the whole graph may be drawn at once; above, only what is in view.
const drawnNodesMax = 500;

type Parts = {
  graph: RunGraph;
  steps: readonly RunStep[];
  selected: string | undefined;
  onSelect: (stepKey: string) => void;
  /** What else stands beside the buttons of the graph. */
  tools?: ReactNode;
};

// The line around a panel.
const edge = 1;

const nodeTypes = { step: StepNodeBox };

// The graph comes first; what it is looked through with is fetched when it stands.
const GraphTools = dynamic(async () => (await import('./graph-tools.tsx')).GraphTools, { ssr: false });
const GraphMap = dynamic(async () => (await import('./graph-tools.tsx')).GraphMap, { ssr: false });

/** The run as a picture that moves with it. */
export function RunGraphView({ graph, ...parts }: Parts) {
  // A snapshot that is read again brings the same structure in new objects.
  const key = structureKey(graph);
  const [kept, setKept] = useState({ key, graph });
  if (kept.key !== key) setKept({ key, graph });
  const view = useLayout(kept.graph);
  return (
    <Fitted layout={view.drawing.places}>
      {(size) => (
        <ReactFlowProvider key={`${kept.key} ${view.isUntangled}`}>
          <Canvas {...parts} graph={kept.graph} view={view} size={size} />
        </ReactFlowProvider>
      )}
    </Fitted>
  );
}

type FittedProps = { layout: Layout; children: (size: Size) => React.ReactNode };

/**
 * No higher than the graph needs it, as a canvas around three steps says nothing. It waits for its own width, so that the
 * first picture has the right scale at once.
 */
function Fitted({ layout, children }: FittedProps) {
  const box = useRef<HTMLElement>(null);
  const [room, setRoom] = useState<Size>();
  useLayoutEffect(() => {
    const around = box.current?.parentElement;
    if (around === null || around === undefined) return;
    const measure = () => {
      const { width, height } = around.getBoundingClientRect();
      setRoom((known) => (known?.width === width && known.height === height ? known : { width, height }));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(around);
    return () => watch.disconnect();
  }, []);
  const inner = room && { width: room.width - 2 * edge, height: room.height - 2 * edge };
  const wanted = inner && heightFor(layout, inner.width);
  return (
    <section
      ref={box}
      aria-label="Graph"
      className="panel relative min-h-0 flex-1 overflow-hidden"
      style={wanted === undefined ? undefined : { maxHeight: wanted + 2 * edge }}
    >
      {inner !== undefined && wanted !== undefined && (
        <div className="absolute inset-0">{children({ ...inner, height: Math.min(inner.height, wanted) })}</div>
      )}
    </section>
  );
}

function Canvas({ graph, view, steps, selected, onSelect, tools, size }: Parts & { view: LayoutView; size: Size }) {
  const { resolvedTheme } = useTheme();
  const { drawing } = view;
  const layout = drawing.places;
  const [scope] = useState(() => ({
    steps: new StepStore(graph, steps),
    chosen: new Mark(),
    reached: new Mark(),
    wanted: new Mark(),
  }));
  const [more] = useState(() => new Mark<NodeMore>());
  useEffect(() => scope.steps.update(steps), [scope, steps]);
  const first = graph.nodes[0]?.stepKey;
  useLayoutEffect(() => {
    scope.chosen.set(selected);
    scope.reached.set(selected ?? scope.reached.get() ?? first);
  }, [scope, selected, first]);
  const nodes = useMemo(() => nodesOf(graph, layout), [graph, layout]);
  const walk = useMemo(() => graphWalk(graph, layout), [graph, layout]);
  const level = useStore((store) => levelAt(store.transform[2]));
  const context = useMemo(() => ({ ...scope, choose: onSelect }), [scope, onSelect]);
  useWholeAgain(layout, size);
  const isDrawn = useIsDrawn();
  const { onKeyDown, goTo } = useGraphKeys({ scope, layout, walk, selected });
  return (
    <GraphContext value={context}>
      <MoreContext value={more}>
        <ZoomContext value={level}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the buttons inside */}
          <div className="h-full w-full" onKeyDown={onKeyDown}>
            <GlyphSymbols />
            <ReactFlow
              nodes={nodes}
              edges={noEdges}
              nodeTypes={nodeTypes}
              colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
              defaultViewport={wholeView(layout, size)}
              minZoom={zoomMin}
              maxZoom={zoomMax}
              nodesDraggable={false}
              nodesConnectable={false}
              nodesFocusable={false}
              elementsSelectable={false}
              disableKeyboardA11y
              attributionPosition="top-right"
              deleteKeyCode={null}
              selectionKeyCode={null}
              multiSelectionKeyCode={null}
              panActivationKeyCode={null}
              zoomActivationKeyCode={null}
              onlyRenderVisibleElements={graph.nodes.length > drawnNodesMax || level !== 'far'}
            >
              <Background gap={24} />
              <GraphEdges graph={graph} drawing={drawing} />
              {isDrawn && <GraphMap layout={layout} />}
              {isDrawn && (
                <GraphTools graph={graph} view={view} goTo={goTo}>
                  {tools}
                </GraphTools>
              )}
            </ReactFlow>
          </div>
        </ZoomContext>
      </MoreContext>
    </GraphContext>
  );
}

/** True from the first picture on that the browser has drawn. */
function useIsDrawn(): boolean {
  const [isDrawn, setIsDrawn] = useState(false);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setIsDrawn(true));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return isDrawn;
}

const noEdges: never[] = [];

// Sizes and handles are given, so that nothing has to be measured before it is drawn.
function nodesOf(graph: RunGraph, layout: Layout) {
  return graph.nodes.map(({ stepKey }) => {
    const { x, y } = layout.get(stepKey) ?? { x: 0, y: 0 };
    return { id: stepKey, type: 'step', position: { x, y }, data: {}, ...nodeBox };
  });
}
const nodeBox = { width: 200, height: 56, measured: { width: 200, height: 56 }, handles: [] };
