'use client';

/** What else is known of steps and dependencies while they are drawn: what a check or a dry run has found. */
import { createContext, use } from 'react';

/** `look` is how it is drawn, `words` say the same. */
export type StepMark = { look: 'runs' | 'skipped' | 'fails' | 'unknown' | 'unreachable'; words: string };
export type LinkMark = 'taken' | 'untaken' | 'unknown' | 'cycle';

/** Steps by their ids, dependencies by their `linkKey`. */
export type CanvasMarks = { steps: ReadonlyMap<string, StepMark>; links: ReadonlyMap<string, LinkMark> };

export const noMarks: CanvasMarks = { steps: new Map(), links: new Map() };

export const CanvasMarksContext = createContext<CanvasMarks>(noMarks);

/** The mark of one step on the canvas. */
export function useStepMark(stepKey: string): StepMark | undefined {
  return use(CanvasMarksContext).steps.get(stepKey);
}

/** The mark of one dependency on the canvas. */
export function useLinkMark(link: string): LinkMark | undefined {
  return use(CanvasMarksContext).links.get(link);
}
