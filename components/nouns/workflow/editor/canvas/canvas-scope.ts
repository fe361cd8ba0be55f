'use client';

/** What every step on one canvas shares: which one the Tab key reaches, and what a key on it does. */
import { createContext, type RefObject, use } from 'react';
import type { Mark } from '#components/graph/mark.ts';

export type CanvasScope = {
  /** The one step that the Tab key reaches. */
  reached: Mark;
  /** The step that is to take the focus as soon as it is drawn. */
  wanted: Mark;
  /** The dependency under the pointer. */
  hovered: Mark;
  /** Asks which step comes between the ends of a dependency; undefined where nothing may be changed. */
  insert: RefObject<((link: string) => void) | undefined>;
  /** Chooses a step by keyboard. */
  choose: (stepKey: string) => void;
};

export const CanvasContext = createContext<CanvasScope | undefined>(undefined);

/** The canvas that a step stands on. */
export function useCanvasScope(): CanvasScope {
  const scope = use(CanvasContext);
  if (scope === undefined) throw new Error('useCanvasScope stands outside a canvas');
  return scope;
}
