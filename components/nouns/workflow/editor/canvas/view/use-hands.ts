'use client';

import { type MouseEvent, useEffect, useMemo, useRef } from 'react';
import type { Connection, FinalConnectionState, NodeChange } from 'reactflow';
import type { CanvasScope } from '#components/nouns/workflow/editor/canvas/canvas-scope.ts';
import { linkKey } from '#components/nouns/workflow/editor/canvas/links/link-key.ts';
import { keptReach, type useLinkAt } from '#components/nouns/workflow/editor/canvas/links/use-link-at.ts';
import { markOfKey } from '#components/nouns/workflow/editor/canvas/marks/frames.ts';
import type { NodeOnCanvas } from '#components/nouns/workflow/editor/canvas/use-flow-steps.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import type { useDrawing } from './use-drawing.ts';

type Handled = {
  acts: EditorActs;
  scope: CanvasScope;
  sketch: Sketch;
  mayChange: boolean;
  linkAt: ReturnType<typeof useLinkAt>;
  drawn: ReturnType<typeof useDrawing>;
  onNodesChange: (changes: NodeChange<NodeOnCanvas>[]) => void;
};

/**
 * What a hand does on the canvas. Every step is handed these, and every one that is another function is told to all of
 * them: so they stay the same, and do what is right at the time.
 */
export function useHands(handled: Handled) {
  const latest = useRef(handled);
  const { scope, linkAt } = handled;
  useEffect(() => {
    latest.current = handled;
    scope.insert.current = (key) => {
      const { sketch, mayChange, acts } = handled;
      const edge = sketch.picture.edges.find((one) => linkKey(one) === key);
      if (edge !== undefined && mayChange) acts.askInsert(edge);
    };
  });
  return useMemo(() => {
    const acts = () => latest.current.acts;
    const drawn = () => latest.current.drawn;
    return {
      ...pointing({ scope, linkAt, latest }),
      onPaneClick: (event: MouseEvent) => {
        if (scope.pressed.current === event.target) acts().chooseLink(linkAt(placeOf(event)));
      },
      onNodeClick: (_: unknown, { id }: { id: string }) => {
        const mark = markOfKey(id);
        if (mark === undefined) acts().chooseLink(undefined);
        else acts().chooseMark(mark);
      },
      onNodesChange: (changes: NodeChange<NodeOnCanvas>[]) => latest.current.onNodesChange(changes),
      onNodeDragStop: (_: unknown, __: unknown, dragged: NodeOnCanvas[]) => drawn().putDown(dragged),
      onSelectionDragStop: (_: unknown, dragged: NodeOnCanvas[]) => drawn().putDown(dragged),
      onConnect: (connection: Connection) => drawn().connect(connection),
      onConnectStart: () => drawn().start(),
      onConnectEnd: (event: unknown, state: FinalConnectionState) => drawn().end(event, state),
      isValidConnection: ({ source, target }: { source: string; target: string }) => source !== target,
    };
  }, [scope, linkAt]);
}

type Pointing = Pick<Handled, 'scope' | 'linkAt'> & { latest: { readonly current: Handled } };

// What lies under the pointer: a step that shows its ends, or a dependency that shows its plus.
function pointing({ scope, linkAt, latest }: Pointing) {
  return {
    onPaneMouseMove: (event: MouseEvent) => {
      const { target } = event;
      if (!(target instanceof Element) || !target.matches('.react-flow__pane')) return;
      const found = latest.current.mayChange && event.buttons === 0 ? linkAt(placeOf(event)) : undefined;
      target.toggleAttribute('data-over-link', found !== undefined);
      const before = scope.hovered.get();
      if (found === undefined && before !== undefined && linkAt(placeOf(event), keptReach) === before) return;
      scope.hovered.set(found);
    },
    onNodeMouseEnter: (_: unknown, { id }: { id: string }) => {
      scope.hovered.set(undefined);
      if (!latest.current.drawn.isDrawing) scope.near.set(id);
    },
  };
}

function placeOf({ clientX, clientY }: { clientX: number; clientY: number }) {
  return { x: clientX, y: clientY };
}
