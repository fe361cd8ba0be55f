'use client';

import { type KeyboardEvent, useMemo, useState } from 'react';
import { problemBeside, problemKey, type ToldProblem, toldProblems } from './told-problems.ts';
import type { ValidationView } from './use-validation.ts';

export type ProblemWalk = {
  list: readonly ToldProblem[];
  /** The key of the one that was led to last. */
  at: string | undefined;
  goTo: (problem: ToldProblem) => void;
  go: (direction: 1 | -1) => void;
  /** F8 and Shift F8, wherever in the editor one is; in the text as well, which has an F8 of its own. */
  onKeyDownCapture: (event: KeyboardEvent) => void;
};

/** Walks from one problem of a text to the next. */
export function useProblemWalk({ found }: ValidationView, lead: (problem: ToldProblem) => void): ProblemWalk {
  const list = useMemo(() => toldProblems(found), [found]);
  const [at, setAt] = useState<string>();
  const goTo = (problem: ToldProblem) => {
    setAt(problemKey(problem));
    lead(problem);
  };
  const go = (direction: 1 | -1) => {
    const next = problemBeside(list, at, direction);
    if (next !== undefined) goTo(next);
  };
  return {
    list,
    at,
    goTo,
    go,
    onKeyDownCapture: (event) => {
      if (event.key !== 'F8' || event.altKey || event.ctrlKey || event.metaKey || list.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      go(event.shiftKey ? -1 : 1);
    },
  };
}
