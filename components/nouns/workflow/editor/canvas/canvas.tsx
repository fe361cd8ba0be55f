'use client';

import 'reactflow/dist/style.css';
import '#components/graph/run-graph.css';
import './canvas.css';
import { Grid3x3, LayoutGrid } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Background, ReactFlow, ReactFlowProvider, useStore } from 'reactflow';
import { levelAt, ZoomContext } from '#components/graph/graph-scope.ts';
import { GraphTools } from '#components/graph/graph-tools.tsx';
import type { LayoutView } from '#components/graph/layout/use-layout.ts';
import { type Size, wholeView, zoomMax, zoomMin } from '#components/graph/viewport/viewport.ts';
import { useOwnText } from '#components/kit/kept/use-own-text.ts';
import { draggedOffer } from '#components/nouns/workflow/editor/model/dragged-offer.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { classes } from '#components/ui/classes.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { CanvasContext, DrawingContext } from './canvas-scope.ts';
import { CanvasStep } from './canvas-step.tsx';
import { CanvasLinks } from './links/canvas-links.tsx';
import { linkCourses } from './links/link-courses.ts';
import { useLinkAt } from './links/use-link-at.ts';
import { withNotes } from './marks/frames.ts';
import { FrameNode, NoteNode } from './marks/mark-nodes.tsx';
import { useFlowSteps } from './use-flow-steps.ts';
import { FirstView, SmallMap } from './view/first-view.tsx';
import { useCanvasWalk } from './view/use-canvas-walk.ts';
import { useDrawing } from './view/use-drawing.ts';
import { useHands } from './view/use-hands.ts';

// Up to here the whole graph may be drawn at once; above, only what is in view.
const drawnStepsMax = 150;

type Parts = {
  editing: Editing;
  acts: EditorActs;
  sketch: Sketch;
  view: LayoutView;
  problemCounts: ReadonlyMap<string, number>;
};

/** The steps of a definition, to move, to connect and to choose. Its size is known before anything is drawn in it. */
export function Canvas(parts: Parts) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const found = box.current?.getBoundingClientRect();
    if (found !== undefined) setSize({ width: found.width, height: found.height });
  }, []);
  return (
    <div ref={box} className="h-full w-full">
      {size !== undefined && (
        <ReactFlowProvider initialWidth={size.width} initialHeight={size.height}>
          <Flow {...parts} size={size} />
        </ReactFlowProvider>
      )}
    </div>
  );
}

// Dependencies are drawn as a few lines instead of as a thousand parts.
const noEdges: never[] = [];
const nodeTypes = { step: CanvasStep, frame: FrameNode, note: NoteNode };
const gridSize = 24;
// Keys are the editor's own, and the steps themselves take the focus.
const fixed = {
  minZoom: zoomMin,
  maxZoom: zoomMax,
  snapGrid: [gridSize / 2, gridSize / 2] as [number, number],
  nodesFocusable: false,
  edgesFocusable: false,
  disableKeyboardA11y: true,
  connectionRadius: 24,
  attributionPosition: 'top-right',
  deleteKeyCode: null,
  panActivationKeyCode: null,
  zoomActivationKeyCode: null,
} as const;

function Flow({ editing, acts, sketch, view, problemCounts, size }: Parts & { size: Size }) {
  const { resolvedTheme } = useTheme();
  const { drawing } = view;
  const { nodes, moved, onNodesChange } = useFlowSteps({ sketch, drawing, problemCounts, editing, mark: acts.mark });
  const courses = useMemo(() => linkCourses(sketch.picture.edges, drawing), [sketch.picture.edges, drawing]);
  const linkAt = useLinkAt(courses);
  const seen = useMemo(() => withNotes(drawing.places, sketch.layout), [drawing.places, sketch.layout]);
  const level = useStore((store) => levelAt(store.transform[2]));
  const keys = useCanvasWalk({ editing, sketch, drawing });
  const drawn = useDrawing({ editing, acts, layout: sketch.layout, places: drawing.places, linkAt });
  const [snaps, keepSnaps] = useOwnText('editor snaps', 'localStorage');
  const mayChange = !editing.isStale && !editing.isReadOnly;
  const { scope } = keys;
  const hands = useHands({ acts, scope, sketch, mayChange, linkAt, drawn, onNodesChange });
  return (
    <CanvasContext value={scope}>
      <ZoomContext value={level}>
        <DrawingContext value={drawn.isDrawing}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the buttons inside */}
          <div
            className={classes(
              'h-full w-full outline-none',
              drawn.isDrawing && 'canvas-drawing',
              editing.isStale && 'canvas-stale',
            )}
            tabIndex={-1}
            data-canvas
            onKeyDown={keys.onKeyDown}
            onPointerDownCapture={({ target }) => {
              scope.pressed.current = target;
            }}
            onDragOver={(event) => event.dataTransfer.types.includes(draggedOffer) && event.preventDefault()}
            onDrop={drawn.drop}
            onContextMenu={drawn.openMenu}
          >
            <ReactFlow
              nodes={nodes}
              edges={noEdges}
              nodeTypes={nodeTypes}
              defaultViewport={wholeView(seen, size)}
              {...hands}
              colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
              nodesDraggable={mayChange}
              nodesConnectable={mayChange}
              snapToGrid={snaps !== null}
              {...fixed}
              onlyRenderVisibleElements={nodes.length > drawnStepsMax}
            >
              <Background gap={gridSize} />
              <CanvasLinks courses={courses} places={drawing.places} moved={moved} chosen={acts.link} />
              <FirstView places={seen} />
              <SmallMap layout={drawing.places} />
              <GraphTools graph={sketch.picture} view={view} goTo={keys.goTo} Found={FoundByName}>
                {!editing.isReadOnly && <PlaceTools layOut={acts.layOut} snaps={snaps !== null} onSnap={keepSnaps} />}
              </GraphTools>
            </ReactFlow>
          </div>
        </DrawingContext>
      </ZoomContext>
    </CanvasContext>
  );
}

function FoundByName({ stepKey }: { stepKey: string }) {
  return <span className="min-w-0 flex-1 truncate">{stepKey}</span>;
}

type PlaceToolsParts = { layOut: (() => void) | undefined; snaps: boolean; onSnap: (text: string | undefined) => void };

function PlaceTools({ layOut, snaps, onSnap }: PlaceToolsParts) {
  return (
    <>
      <Button isSmall Icon={LayoutGrid} disabled={layOut === undefined} onClick={layOut}>
        Lay out anew
      </Button>
      <IconButton
        isSmall
        isFramed
        label="Snap to the grid"
        Icon={Grid3x3}
        aria-pressed={snaps}
        onClick={() => onSnap(snaps ? undefined : 'yes')}
      />
    </>
  );
}
