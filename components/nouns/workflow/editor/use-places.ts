'use client';

import { useMemo } from 'react';
import type { Layout } from '#components/graph/layout/layout.ts';
import { type LayoutView, useLayout } from '#components/graph/layout/use-layout.ts';
import { useOwnText } from '#components/kit/kept/use-own-text.ts';
import { placedByHand, readPlaces, withPlaces, writePlaces } from './model/hand-places.ts';
import type { Sketch } from './model/sketch.ts';

export type PlacesView = {
  view: LayoutView;
  move: (moved: Layout) => void;
  /** Puts every step back where the layout has it; undefined while none was moved. */
  forget: (() => void) | undefined;
};

/** Where the steps stand: as the layout puts them, and those that were moved by hand where they were put. */
export function usePlaces(sketch: Sketch, keptAs: string): PlacesView {
  const view = useLayout(sketch.picture);
  const [kept, keep] = useOwnText(`places ${keptAs}`, 'localStorage');
  const places = useMemo(() => readPlaces(kept), [kept]);
  const { drawing } = view;
  const { edges } = sketch.picture;
  const placed = useMemo(() => placedByHand(drawing, { places, edges }), [drawing, places, edges]);
  return {
    view: { ...view, drawing: placed },
    move: (moved) => keep(writePlaces(withPlaces(places, moved))),
    forget: places.size === 0 ? undefined : () => keep(undefined),
  };
}
