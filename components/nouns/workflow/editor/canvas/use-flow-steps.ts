'use client';

import { useState } from 'react';
import { applyNodeChanges, type NodeChange } from 'reactflow';
import type { Drawing } from '#components/graph/layout/layout.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { type StepOnCanvas, stepsOnCanvas } from './flow-parts.ts';

type Shown = { sketch: Sketch; drawing: Drawing; problemCounts: ReadonlyMap<string, number>; editing: Editing };

/** The steps as the canvas moves them under the pointer, until they are put down. */
export function useFlowSteps({ sketch, drawing, problemCounts, editing }: Shown) {
  const { chosen, choose } = editing;
  const [held, setHeld] = useState(() => ({
    sketch,
    drawing,
    problemCounts,
    chosen,
    nodes: stepsOnCanvas(sketch, { drawing, problemCounts, chosen }, []),
  }));
  const isCurrent =
    held.sketch === sketch &&
    held.drawing === drawing &&
    held.problemCounts === problemCounts &&
    held.chosen === chosen;
  if (!isCurrent) {
    const nodes = stepsOnCanvas(sketch, { drawing, problemCounts, chosen }, held.nodes);
    setHeld({ sketch, drawing, problemCounts, chosen, nodes });
  }
  const onNodesChange = (changes: NodeChange<StepOnCanvas>[]) => {
    setHeld((known) => ({ ...known, nodes: applyNodeChanges(changes, known.nodes) }));
    if (!changes.some(({ type }) => type === 'select')) return;
    const next = applyNodeChanges(changes, held.nodes);
    choose(next.filter(({ selected }) => selected === true).map(({ id }) => id));
  };
  return { nodes: held.nodes, onNodesChange };
}
