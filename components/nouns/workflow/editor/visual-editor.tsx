'use client';

import { useMemo, useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { KnownTasksDocument } from '#components/generated/workflows.ts';
import { ProblemsList } from '#components/nouns/workflow/definition/problems-list.tsx';
import { useProblemWalk } from '#components/nouns/workflow/definition/use-problem-walk.ts';
import type { ValidationView } from '#components/nouns/workflow/definition/use-validation.ts';
import { classes } from '#components/ui/classes.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { CanvasMarksContext } from './canvas/canvas-marks.ts';
import { useStepKeys } from './canvas/use-step-keys.ts';
import { marksOfDryRun } from './dry-run/dry-run-words.ts';
import { useDryRun } from './dry-run/use-dry-run.ts';
import { EditorCentre } from './editor-centre.tsx';
import { EditorSide } from './editor-side.tsx';
import { EditorWindow } from './editor-window.tsx';
import { ExpressionContext } from './expression/expression-context.ts';
import { useTaskResults } from './expression/use-task-results.ts';
import type { OfferedTask } from './model/offered-tasks.ts';
import { useEditing } from './model/use-editing.ts';
import { Palette } from './panel/palette.tsx';
import { useMarksOfProblems } from './problems/use-marks-of-problems.ts';
import { useProblems } from './problems/use-problems.ts';
import { useStepOfAddress } from './problems/use-step-of-address.ts';
import { useTextSide } from './problems/use-text-side.ts';
import { useClipboard } from './use-clipboard.ts';
import { useEditorActs } from './use-editor-edits.ts';

export type VisualEditorParts = {
  text: string;
  onWrite: (text: string) => void;
  validation: ValidationView;
  /** Somebody who may not publish looks only. */
  isReadOnly?: boolean;
  /** The name under which the browser keeps where the steps were put. */
  keptAs: string;
};

const noTasks: readonly OfferedTask[] = [];

/** A definition as a canvas and as text, which are two views of one thing. */
export function VisualEditor({ text, onWrite, validation, isReadOnly = false, keptAs }: VisualEditorParts) {
  const editing = useEditing({ text, write: onWrite, isReadOnly });
  const acts = useEditorActs(editing);
  const { data } = useReading({ query: KnownTasksDocument, variables: { first: pageBounds.pageSizeMax } });
  const tasks = data?.tasks.nodes;
  const [isTextShown, setIsTextShown] = useState(true);
  const textSide = useTextSide(editing);
  const { problems, counts } = useProblems(validation);
  useStepOfAddress(editing);
  const walk = useProblemWalk(validation, textSide.goTo);
  const dryRun = useDryRun({ text, sketch: editing.sketch, isOpen: acts.side === 'dry-run' && !isReadOnly });
  const problemMarks = useMarksOfProblems(editing.sketch, walk.list);
  const dryRunMarks = useMemo(() => dryRun.found && marksOfDryRun(dryRun.found), [dryRun.found]);
  const results = useTaskResults();
  const { samples, pretend, variables } = dryRun;
  const surroundings = useMemo(
    () => ({ results, samples, pretend, variables }),
    [results, samples, pretend, variables],
  );
  const marks = acts.side === 'dry-run' ? (dryRunMarks ?? problemMarks) : problemMarks;
  const onKeyDown = useStepKeys({ editing, acts });
  const { sketch } = editing;
  const hasPalette = !isReadOnly && sketch !== undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the steps inside, on the canvas and in the list
    <div
      className="panel flex min-h-96 flex-1 flex-col overflow-hidden"
      onKeyDown={onKeyDown}
      onKeyDownCapture={walk.onKeyDownCapture}
      {...useClipboard(editing)}
    >
      <div
        className={classes(
          'grid min-h-0 flex-1 grid-cols-1 max-lg:overflow-y-auto lg:grid-rows-[minmax(0,1fr)]',
          hasPalette && 'lg:grid-cols-[12.5rem_minmax(0,1fr)_21rem]',
          !hasPalette && sketch !== undefined && 'lg:grid-cols-[minmax(0,1fr)_21rem]',
        )}
      >
        {hasPalette && (
          <div className="hidden min-h-0 border-r border-line lg:block">
            <Palette tasks={tasks} after={acts.after} onAdd={(task) => acts.add(task)} />
          </div>
        )}
        <CanvasMarksContext value={marks}>
          <EditorCentre
            editing={editing}
            acts={acts}
            keptAs={keptAs}
            textSide={textSide}
            problems={walk.list}
            problemCounts={counts}
            isTextShown={isTextShown}
            onShowText={setIsTextShown}
          />
        </CanvasMarksContext>
        {sketch !== undefined && (
          <ExpressionContext value={surroundings}>
            <div className="min-h-0">
              <EditorSide
                editing={editing}
                acts={acts}
                sketch={sketch}
                tasks={tasks ?? noTasks}
                problems={problems}
                problemCounts={counts}
                dryRun={dryRun}
              />
            </div>
          </ExpressionContext>
        )}
      </div>
      {!isReadOnly && <ProblemsList validation={validation} walk={walk} />}
      {acts.window !== undefined && <EditorWindow editing={editing} acts={acts} tasks={tasks ?? noTasks} />}
    </div>
  );
}
