'use client';

import { type DragEvent, type MouseEvent, useEffect, useState } from 'react';
import { type Connection, type FinalConnectionState, useReactFlow } from 'reactflow';
import { type Layout, nodeSize } from '#components/graph/layout/layout.ts';
import { isKind } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import { linkKey } from '#components/nouns/workflow/editor/canvas/links/link-key.ts';
import { framesOnCanvas, markOfKey } from '#components/nouns/workflow/editor/canvas/marks/frames.ts';
import { draggedOffer, readOffer } from '#components/nouns/workflow/editor/model/dragged-offer.ts';
import { mayBeUndone } from '#components/nouns/workflow/editor/model/loop-edits.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { withNoteChanged, withPlaces } from '#domain/canvas/change-layout.ts';
import type { CanvasLayout } from '#domain/canvas/layout.ts';

type Drawn = {
  editing: Editing;
  acts: EditorActs;
  layout: CanvasLayout;
  places: Layout;
  /** The dependency at a point of the window. */
  linkAt: (point: { x: number; y: number }) => string | undefined;
};

// What a dependency begins with that holds only on a condition.
const firstCondition = 'true';

/** What a pointer draws, drops and puts down on the canvas. */
export function useDrawing({ editing, acts, layout, places, linkAt }: Drawn) {
  const flow = useReactFlow();
  const [isDrawing, setIsDrawing] = useState(false);
  const { canvas } = acts;
  useEffect(() => {
    canvas.current = { places, at: flow.screenToFlowPosition };
    return () => {
      canvas.current = null;
    };
  }, [canvas, flow, places]);
  return {
    isDrawing,
    start: () => setIsDrawing(true),
    connect: ({ source, target, sourceHandle }: Connection) =>
      connect({ editing, acts }, { source, target, end: sourceHandle }),
    /** A line that ends on nothing asks for the step that is missing there. */
    end: (_: unknown, { isValid, fromNode, fromHandle, toNode }: FinalConnectionState) => {
      setIsDrawing(false);
      if (isValid === true || fromNode === null || toNode !== null || fromHandle?.type !== 'source') return;
      askAfter({ editing, acts }, { from: fromNode.id, end: fromHandle.id ?? null });
    },
    drop: (event: DragEvent) => {
      const offer = readOffer(event.dataTransfer.getData(draggedOffer));
      if (offer === undefined) return;
      event.preventDefault();
      const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const corner = { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 };
      acts.add(offer, { after: undefined, on: 'success' }, corner);
    },
    /** Writes down where things were put. */
    putDown: (dragged: readonly { id: string; position: { x: number; y: number } }[]) => {
      const moved = movedSteps({ dragged, layout, places });
      const notes = dragged.flatMap(({ id, position }) => {
        const mark = markOfKey(id);
        return mark?.kind === 'note' ? [{ index: mark.index, ...position }] : [];
      });
      if (moved.size + notes.length === 0) return;
      acts.draw((before) =>
        notes.reduce(
          (next, { index, x, y }) => withNoteChanged(next, index, { at: [Math.round(x), Math.round(y)] }),
          withPlaces(before, moved),
        ),
      );
    },
    openMenu: (event: MouseEvent<HTMLElement>) => openMenu(event, { editing, acts, linkAt }),
  };
}

type Scope = { editing: Editing; acts: EditorActs };

function connect({ editing, acts }: Scope, drawn: { source: string; target: string; end: string | null }): void {
  const { source: from, target: to, end } = drawn;
  if (end === 'compensate') {
    askAfter({ editing, acts }, { from, end });
    return;
  }
  const on = end !== null && isKind(end) ? end : 'success';
  const hasCondition = end === 'condition';
  const isDone = editing.change({ kind: 'connect', from, to, on, ...(hasCondition && { condition: firstCondition }) });
  // What it holds on is to be said now.
  if (isDone && hasCondition) acts.chooseLink(linkKey({ from, to, on }));
}

function askAfter({ editing, acts }: Scope, { from, end }: { from: string; end: string | null }): void {
  if (end === 'compensate') {
    if (mayBeUndone(editing.sketch?.steps.get(from))) {
      editing.choose([from]);
      acts.ask({ kind: 'compensate', step: from });
    } else editing.refuse('Only what a task has done can be undone.');
    return;
  }
  const on = end !== null && isKind(end) ? end : 'success';
  acts.ask({ kind: 'add', after: from, on, hasCondition: end === 'condition' });
}

type Dragged = Pick<Drawn, 'layout' | 'places'> & {
  dragged: readonly { id: string; position: { x: number; y: number } }[];
};

// The steps that lie elsewhere than before: those that were dragged, and those of a frame that was.
function movedSteps({ dragged, layout, places }: Dragged): Layout {
  const frames = framesOnCanvas({ layout, places, chosen: undefined });
  const moved = dragged.flatMap(({ id, position }): [string, { x: number; y: number }][] => {
    const mark = markOfKey(id);
    if (mark === undefined) return [[id, position]];
    const frame = frames.find((one) => one.id === id);
    if (frame === undefined) return [];
    const [x, y] = [position.x - frame.position.x, position.y - frame.position.y];
    return (layout.groups[mark.index]?.steps ?? []).flatMap((stepKey) => {
      const at = places.get(stepKey);
      return at === undefined ? [] : [[stepKey, { x: at.x + x, y: at.y + y }]];
    });
  });
  return new Map(
    moved.filter(([stepKey, { x, y }]) => {
      const before = places.get(stepKey);
      return before === undefined || Math.round(before.x) !== Math.round(x) || Math.round(before.y) !== Math.round(y);
    }),
  );
}

function openMenu(event: MouseEvent<HTMLElement>, { editing, acts, linkAt }: Scope & Pick<Drawn, 'linkAt'>): void {
  const { target, currentTarget, clientX: x, clientY: y } = event;
  // A key has no place of its own, and is heard elsewhere.
  if (!(target instanceof Element) || (x === 0 && y === 0)) return;
  event.preventDefault();
  const step = target.closest<HTMLElement>('[data-step]');
  const edge = target.matches('.react-flow__pane') ? linkAt({ x, y }) : undefined;
  const mark = markOfKey(target.closest('.react-flow__node')?.getAttribute('data-id') ?? '');
  const stepKey = step?.dataset.step;
  const focus = step ?? currentTarget;
  if (stepKey !== undefined) {
    acts.chooseLink(undefined);
    if (!editing.chosen.includes(stepKey)) editing.choose([stepKey]);
  } else if (edge !== undefined) acts.chooseLink(edge);
  else if (mark !== undefined) acts.chooseMark(mark);
  else acts.chooseLink(undefined);
  const on = stepKey !== undefined ? 'step' : edge !== undefined ? 'link' : mark !== undefined ? 'mark' : 'canvas';
  acts.openMenu({ on, x, y, focus });
}
