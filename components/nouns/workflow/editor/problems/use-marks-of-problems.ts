'use client';

import { useMemo } from 'react';
import type { ToldProblem } from '#components/nouns/workflow/definition/told-problems.ts';
import { type CanvasMarks, noMarks } from '#components/nouns/workflow/editor/canvas/canvas-marks.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import { marksOfProblems } from './problem-marks.ts';

/** What the problems of a text look like on its canvas; the same object for as long as nothing changes. */
export function useMarksOfProblems(sketch: Sketch | undefined, problems: readonly ToldProblem[]): CanvasMarks {
  return useMemo(() => (sketch === undefined ? noMarks : marksOfProblems(sketch, problems)), [sketch, problems]);
}
