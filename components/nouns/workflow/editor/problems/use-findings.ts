'use client';

import { useMemo } from 'react';
import { useProblemWalk } from '#components/nouns/workflow/definition/use-problem-walk.ts';
import type { ValidationView } from '#components/nouns/workflow/definition/use-validation.ts';
import { marksOfDryRun } from '#components/nouns/workflow/editor/dry-run/dry-run-words.ts';
import { useDryRun } from '#components/nouns/workflow/editor/dry-run/use-dry-run.ts';
import { useTaskResults } from '#components/nouns/workflow/editor/expression/use-task-results.ts';
import { useWorkflowResults } from '#components/nouns/workflow/editor/expression/use-workflow-results.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { useMarksOfProblems } from './use-marks-of-problems.ts';
import { useProblems } from './use-problems.ts';
import { useStepOfAddress } from './use-step-of-address.ts';

type Looking = {
  editing: Editing;
  text: string;
  validation: ValidationView;
  goTo: Parameters<typeof useProblemWalk>[1];
  /** True while it is being tried out. */
  isTried: boolean;
};

/** What is known of a definition beside what it says: its problems, what a run of it would do, and how both are drawn. */
export function useFindings({ editing, text, validation, goTo, isTried }: Looking) {
  const { sketch } = editing;
  const { problems, counts } = useProblems(validation);
  useStepOfAddress(editing);
  const walk = useProblemWalk(validation, goTo);
  const dryRun = useDryRun({ text, sketch, isOpen: isTried });
  const problemMarks = useMarksOfProblems(sketch, walk.list);
  const dryRunMarks = useMemo(() => dryRun.found && marksOfDryRun(dryRun.found), [dryRun.found]);
  const { samples, pretend, variables } = dryRun;
  const definition = sketch?.definition;
  const { tasks } = useTaskResults();
  const workflows = useWorkflowResults(definition);
  const results = useMemo(() => ({ tasks, workflows }), [tasks, workflows]);
  const surroundings = useMemo(
    () => ({ definition, results, samples, pretend, variables }),
    [definition, results, samples, pretend, variables],
  );
  return { problems, counts, walk, dryRun, surroundings, problemMarks, triedMarks: dryRunMarks ?? problemMarks };
}
