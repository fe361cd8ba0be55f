'use client';

import { useMemo, useState } from 'react';
import { structureKey } from '#components/graph/graph-model.ts';
import { drawGrouped } from '#components/graph/layout/grouped-layout.ts';
import { type LayoutView, useLayout } from '#components/graph/layout/use-layout.ts';
import { placedByHand } from '#components/nouns/workflow/editor/model/hand-places.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';

/** Where the steps stand: as the layout puts them, and those that were moved by hand where they were put. */
export function usePlaces(sketch: Sketch): LayoutView {
  const view = useLayout(sketch.picture);
  const drawing = useGrouped(sketch) ?? view.drawing;
  const { edges } = sketch.picture;
  const { places } = sketch.layout;
  const placed = useMemo(() => placedByHand(drawing, { places, edges }), [drawing, places, edges]);
  return { ...view, drawing: placed };
}

// Laid out anew only when steps, dependencies or groups are others, not with every letter.
function useGrouped({ picture, layout }: Sketch) {
  const groups = layout.groups.map(({ steps }) => steps);
  const key = groups.length === 0 ? '' : JSON.stringify([structureKey(picture), groups]);
  const [found, setFound] = useState(() => ({ key, drawing: drawGrouped(picture, groups) }));
  if (found.key !== key) setFound({ key, drawing: drawGrouped(picture, groups) });
  return found.key === key ? found.drawing : undefined;
}
