'use client';

import { useMemo } from 'react';
import { drawGrouped } from '#components/graph/layout/grouped-layout.ts';
import { type LayoutView, useLayout } from '#components/graph/layout/use-layout.ts';
import { placedByHand } from '#components/nouns/workflow/editor/model/hand-places.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';

/** Where the steps stand: as the layout puts them, and those that were moved by hand where they were put. */
export function usePlaces({ picture, layout }: Sketch): LayoutView {
  const view = useLayout(picture);
  const groups = JSON.stringify(layout.groups.map(({ steps }) => steps));
  const drawing = useMemo(
    () => drawGrouped(picture, JSON.parse(groups)) ?? view.drawing,
    [picture, groups, view.drawing],
  );
  const { edges } = picture;
  const { places } = layout;
  const placed = useMemo(() => placedByHand(drawing, { places, edges }), [drawing, places, edges]);
  return { ...view, drawing: placed };
}
