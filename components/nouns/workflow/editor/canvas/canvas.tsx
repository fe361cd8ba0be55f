'use client';

import 'reactflow/dist/style.css';
import '#components/graph/run-graph.css';
import './canvas.css';
import { LayoutGrid } from 'lucide-react';
import { useTheme } from 'next-themes';
import { type DragEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { Background, type Connection, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from 'reactflow';
import { levelAt, ZoomContext } from '#components/graph/graph-scope.ts';
import { GraphTools } from '#components/graph/graph-tools.tsx';
import { graphWalk } from '#components/graph/graph-walk.ts';
import type { Layout } from '#components/graph/layout/layout.ts';
import type { LayoutView } from '#components/graph/layout/use-layout.ts';
import { Mark } from '#components/graph/mark.ts';
import { useGraphKeys } from '#components/graph/use-graph-keys.ts';
import { useWholeAgain } from '#components/graph/viewport/use-whole-again.ts';
import { extentOf, isAllInView, wholeView, zoomMax, zoomMin } from '#components/graph/viewport/viewport.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { classes } from '#components/ui/classes.ts';
import { Button } from '#components/ui/form/button.tsx';
import { CanvasLink } from './canvas-link.tsx';
import { CanvasContext } from './canvas-scope.ts';
import { CanvasStep } from './canvas-step.tsx';
import { draggedTask } from './dragged-task.ts';
import { linksOnCanvas } from './flow-parts.ts';
import { isKind } from './kind-words.ts';
import { useFlowSteps } from './use-flow-steps.ts';

// Up to here the whole graph may be drawn at once; above, only what is in view.
const drawnStepsMax = 150;

type Parts = {
  editing: Editing;
  acts: EditorActs;
  sketch: Sketch;
  view: LayoutView;
  problemCounts: ReadonlyMap<string, number>;
  onMove: (moved: Layout) => void;
  /** A task was dropped here. */
  onDropTask: (task: string, at: { x: number; y: number }) => void;
  /** Puts every step where the layout has it; undefined while none was moved by hand. */
  forget: (() => void) | undefined;
};

/** The steps of a definition, to move, to connect and to choose. */
export function Canvas(parts: Parts) {
  return (
    <ReactFlowProvider>
      <Flow {...parts} />
    </ReactFlowProvider>
  );
}

const nodeTypes = { step: CanvasStep };
const edgeTypes = { link: CanvasLink };
// Keys are the editor's own, and the steps themselves take the focus.
const fixed = {
  minZoom: zoomMin,
  maxZoom: zoomMax,
  nodesFocusable: false,
  edgesFocusable: false,
  disableKeyboardA11y: true,
  attributionPosition: 'top-right',
  deleteKeyCode: null,
  panActivationKeyCode: null,
  zoomActivationKeyCode: null,
} as const;

function Flow({ editing, acts, sketch, view, problemCounts, onMove, onDropTask, forget }: Parts) {
  const { resolvedTheme } = useTheme();
  const flow = useReactFlow();
  const { link, chooseLink } = acts;
  const { drawing } = view;
  const { nodes, onNodesChange } = useFlowSteps({ sketch, drawing, problemCounts, editing });
  const edges = useMemo(() => linksOnCanvas(sketch, drawing), [sketch, drawing]);
  const shownEdges = useMemo(
    () => edges.map((edge) => (edge.id === link ? { ...edge, selected: true } : edge)),
    [edges, link],
  );
  const [isDrawing, setIsDrawing] = useState(false);
  const level = useStore((store) => levelAt(store.transform[2]));
  const keys = useCanvasWalk({ editing, sketch, drawing });
  const connect = ({ source, target, sourceHandle }: Connection) => {
    const on = sourceHandle !== null && isKind(sourceHandle) ? sourceHandle : 'success';
    editing.change({ kind: 'connect', from: source, to: target, on });
  };
  const drop = (event: DragEvent) => {
    const task = event.dataTransfer.getData(draggedTask);
    if (task === '') return;
    event.preventDefault();
    onDropTask(task, flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
  };
  return (
    <CanvasContext value={keys.scope}>
      <ZoomContext value={level}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the buttons inside */}
        <div
          className={classes(
            'h-full w-full outline-none',
            isDrawing && 'canvas-drawing',
            editing.isStale && 'canvas-stale',
          )}
          tabIndex={-1}
          data-canvas
          onKeyDown={keys.onKeyDown}
          onDragOver={(event) => event.dataTransfer.types.includes(draggedTask) && event.preventDefault()}
          onDrop={drop}
        >
          <ReactFlow
            nodes={nodes}
            edges={shownEdges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={onNodesChange}
            onNodeDragStop={(_, __, dragged) => onMove(placesOf(dragged))}
            onSelectionDragStop={(_, dragged) => onMove(placesOf(dragged))}
            onConnect={connect}
            onConnectStart={() => setIsDrawing(true)}
            onConnectEnd={() => setIsDrawing(false)}
            isValidConnection={({ source, target }) => source !== target}
            connectionRadius={24}
            onEdgeClick={(_, edge) => chooseLink(edge.id)}
            onPaneClick={() => chooseLink(undefined)}
            onNodeClick={() => chooseLink(undefined)}
            colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
            nodesDraggable={!editing.isStale}
            nodesConnectable={!editing.isStale && !editing.isReadOnly}
            {...fixed}
            onlyRenderVisibleElements={nodes.length > drawnStepsMax}
          >
            <Background gap={24} />
            <FirstView drawing={drawing} />
            <SmallMap layout={drawing.places} />
            <GraphTools graph={sketch.picture} view={view} goTo={keys.goTo} Found={FoundByName}>
              <Button isSmall Icon={LayoutGrid} disabled={forget === undefined} onClick={forget}>
                Lay out anew
              </Button>
            </GraphTools>
          </ReactFlow>
        </div>
      </ZoomContext>
    </CanvasContext>
  );
}

function placesOf(dragged: readonly { id: string; position: { x: number; y: number } }[]): Layout {
  return new Map(dragged.map(({ id, position }) => [id, position]));
}

type Walked = { editing: Editing; sketch: Sketch; drawing: LayoutView['drawing'] };

// Arrow keys walk along the dependencies, and the view goes with them.
function useCanvasWalk({ editing, sketch, drawing }: Walked) {
  const layout = drawing.places;
  const { choose } = editing;
  const [scope] = useState(() => ({
    reached: new Mark(),
    wanted: new Mark(),
    choose: (stepKey: string) => choose([stepKey]),
  }));
  const walk = useMemo(() => graphWalk(sketch.picture, layout), [sketch, layout]);
  const [selected] = editing.chosen.slice(-1);
  const first = sketch.picture.nodes[0]?.stepKey;
  const { onKeyDown, goTo } = useGraphKeys({ scope, layout, walk, selected });
  useEffect(() => {
    const reached = scope.reached.get();
    const isThere = reached !== undefined && sketch.steps.has(reached);
    scope.reached.set(selected ?? (isThere ? reached : first));
  }, [scope, selected, first, sketch]);
  return { scope, onKeyDown, goTo };
}

// The whole graph, once the box has a size; from then on the view is the reader's. Who saw all of it sees a new step too.
function FirstView({ drawing: { places } }: { drawing: LayoutView['drawing'] }) {
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

function FoundByName({ stepKey }: { stepKey: string }) {
  return <span className="min-w-0 flex-1 truncate">{stepKey}</span>;
}

const mapSize = { width: 140, height: 84 };

// Where all is in view it would only hide a part of it.
function SmallMap({ layout }: { layout: Layout }) {
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
