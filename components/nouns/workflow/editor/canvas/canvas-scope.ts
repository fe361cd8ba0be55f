'use client';

/** What every step on one canvas shares: which one the Tab key reaches, and what a key on it does. */
import { createContext, type RefObject, use } from 'react';
import type { Mark } from '#components/graph/mark.ts';

export type CanvasScope = {
  /** The one step that the Tab key reaches. */
  reached: Mark;
  /** The step that is to take the focus as soon as it is drawn. */
  wanted: Mark;
  /** The step whose ends can be seen, as the pointer or the keyboard came to it last. */
  near: Mark;
  /** The dependency under the pointer. */
  hovered: Mark;
  /** Where the button of the mouse went down last: a line that is let go on a step is no click on what lies below. */
  pressed: RefObject<EventTarget | null>;
  /** Asks which step comes between the ends of a dependency; undefined where nothing may be changed. */
  insert: RefObject<((link: string) => void) | undefined>;
  /** Chooses a step by keyboard. */
  choose: (stepKey: string) => void;
};

export const CanvasContext = createContext<CanvasScope | undefined>(undefined);

/** True while a dependency is drawn: it may be dropped on any step. */
export const DrawingContext = createContext(false);

/** The canvas that a step stands on. */
export function useCanvasScope(): CanvasScope {
  const scope = use(CanvasContext);
  if (scope === undefined) throw new Error('useCanvasScope stands outside a canvas');
  return scope;
}
