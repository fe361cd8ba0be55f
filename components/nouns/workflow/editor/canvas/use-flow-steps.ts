'use client';

import { useMemo, useState } from 'react';
import { applyNodeChanges, type NodeChange } from 'reactflow';
import type { Drawing, Layout } from '#components/graph/layout/layout.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { ChosenMark } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { type StepOnCanvas, stepsOnCanvas } from './flow-parts.ts';
import { framesOnCanvas, type MarkOnCanvas, markOfKey, notesOnCanvas } from './marks/frames.ts';

type Shown = {
  sketch: Sketch;
  drawing: Drawing;
  problemCounts: ReadonlyMap<string, number>;
  editing: Editing;
  mark: ChosenMark | undefined;
};

/** Whatever stands on the canvas. */
export type NodeOnCanvas = StepOnCanvas | MarkOnCanvas;

/** The steps, frames and notes as the canvas moves them under the pointer, until they are put down. */
export function useFlowSteps({ sketch, drawing, problemCounts, editing, mark }: Shown) {
  const { chosen, choose } = editing;
  const { layout } = sketch;
  const [held, setHeld] = useState(() => ({
    sketch,
    drawing,
    problemCounts,
    chosen,
    nodes: stepsOnCanvas(sketch, { drawing, problemCounts, chosen }, []),
    notes: notesOnCanvas({ layout, chosen: mark }),
    mark,
  }));
  const isCurrent =
    held.sketch === sketch &&
    held.drawing === drawing &&
    held.problemCounts === problemCounts &&
    held.chosen === chosen &&
    held.mark === mark;
  if (!isCurrent) {
    const nodes = stepsOnCanvas(sketch, { drawing, problemCounts, chosen }, held.nodes);
    const notes = withSizes(notesOnCanvas({ layout, chosen: mark }), held.notes);
    setHeld({ sketch, drawing, problemCounts, chosen, mark, nodes, notes });
  }
  const frames = useMemo(
    () => (layout.groups.length === 0 ? [] : framesOnCanvas({ layout, places: placesOf(held.nodes), chosen: mark })),
    [layout, held.nodes, mark],
  );
  const all = useMemo<NodeOnCanvas[]>(
    () => [...frames, ...held.notes, ...held.nodes],
    [frames, held.notes, held.nodes],
  );
  const onNodesChange = (changes: NodeChange<NodeOnCanvas>[]) => {
    const ofSteps = changes.filter(isOfStep);
    setHeld((known) => ({
      ...known,
      nodes: applyNodeChanges([...ofSteps, ...membersMoved(changes, { layout, nodes: known.nodes })], known.nodes),
      notes: applyNodeChanges(changes.filter(isOfNote), known.notes),
    }));
    if (!ofSteps.some(({ type }) => type === 'select')) return;
    const next = applyNodeChanges(ofSteps, held.nodes);
    choose(next.filter(({ selected }) => selected === true).map(({ id }) => id));
  };
  const moved = useMemo(() => movedFrom(drawing.places, held.nodes), [drawing, held.nodes]);
  return { nodes: all, moved, onNodesChange };
}

const nowhereElse: Layout = new Map();

// The steps that are not where they are drawn: those that the pointer holds.
function movedFrom(places: Layout, nodes: readonly StepOnCanvas[]): Layout {
  const moved = nodes.filter(({ id, position }) => {
    const place = places.get(id);
    return place !== undefined && (place.x !== position.x || place.y !== position.y);
  });
  return moved.length === 0 ? nowhereElse : placesOf(moved);
}

/** Where nodes stand. */
export function placesOf(nodes: readonly { id: string; position: { x: number; y: number } }[]): Layout {
  return new Map(nodes.map(({ id, position }) => [id, position]));
}

// What was measured of a note stays, or it would be hidden until it is measured again.
function withSizes(notes: MarkOnCanvas[], before: readonly MarkOnCanvas[]): MarkOnCanvas[] {
  const known = new Map(before.map((note) => [note.id, note.measured]));
  return notes.map((note) => {
    const measured = known.get(note.id);
    return measured === undefined ? note : { ...note, measured };
  });
}

function isOfStep(change: NodeChange<NodeOnCanvas>): change is NodeChange<StepOnCanvas> {
  return 'id' in change && markOfKey(change.id) === undefined;
}

function isOfNote(change: NodeChange<NodeOnCanvas>): change is NodeChange<MarkOnCanvas> {
  return 'id' in change && markOfKey(change.id)?.kind === 'note';
}

type Held = { layout: Sketch['layout']; nodes: readonly StepOnCanvas[] };

// A frame has no place of its own: moving it moves its steps, and it follows them.
function membersMoved(
  changes: readonly NodeChange<NodeOnCanvas>[],
  { layout, nodes }: Held,
): NodeChange<StepOnCanvas>[] {
  const places = placesOf(nodes);
  return changes.flatMap((change): NodeChange<StepOnCanvas>[] => {
    if (change.type !== 'position' || change.position === undefined) return [];
    const mark = markOfKey(change.id);
    const frame = framesOnCanvas({ layout, places, chosen: undefined }).find(({ id }) => id === change.id);
    if (mark?.kind !== 'group' || frame === undefined) return [];
    const [x, y] = [change.position.x - frame.position.x, change.position.y - frame.position.y];
    return (layout.groups[mark.index]?.steps ?? []).flatMap((stepKey) => {
      const at = places.get(stepKey);
      if (at === undefined) return [];
      return [{ type: 'position', id: stepKey, position: { x: at.x + x, y: at.y + y } }];
    });
  });
}
