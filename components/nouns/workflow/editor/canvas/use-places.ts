'use client';

import { useMemo } from 'react';
import { type LayoutView, useLayout } from '#components/graph/layout/use-layout.ts';
import { placedByHand } from '#components/nouns/workflow/editor/model/hand-places.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';

/** Where the steps stand: as the layout puts them, and those that were moved by hand where they were put. */
export function usePlaces({ picture, layout }: Sketch): LayoutView {
  const view = useLayout(picture);
  const { drawing } = view;
  const { edges } = picture;
  const { places } = layout;
  const placed = useMemo(() => placedByHand(drawing, { places, edges }), [drawing, places, edges]);
  return { ...view, drawing: placed };
}
