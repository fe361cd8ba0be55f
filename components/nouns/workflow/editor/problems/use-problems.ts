'use client';

import { useMemo } from 'react';
import type { DefinitionProblem, ValidationView } from '#components/nouns/workflow/definition/use-validation.ts';

export type ProblemsView = {
  problems: readonly DefinitionProblem[];
  /** How many problems each step has; a step without any has no entry. */
  counts: ReadonlyMap<string, number>;
};

const none: readonly DefinitionProblem[] = [];

/** The problems of a text, and how many of them lie in each step. */
export function useProblems({ found }: ValidationView): ProblemsView {
  const problems = found?.problems ?? none;
  const counts = useMemo(() => {
    const groups = Map.groupBy(problems, ({ stepId }) => stepId ?? '');
    groups.delete('');
    return new Map([...groups].map(([stepKey, own]) => [stepKey, own.length]));
  }, [problems]);
  return { problems, counts };
}
