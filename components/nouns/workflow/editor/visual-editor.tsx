'use client';

import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { KnownTasksDocument } from '#components/generated/workflows.ts';
import { ProblemsList } from '#components/nouns/workflow/definition/problems-list.tsx';
import type { ValidationView } from '#components/nouns/workflow/definition/use-validation.ts';
import { classes } from '#components/ui/classes.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { CanvasMarksContext } from './canvas/canvas-marks.ts';
import { EditorMenu } from './canvas/menu/editor-menu.tsx';
import { isInside, useStepKeys } from './canvas/use-step-keys.ts';
import { useClipboard } from './canvas/view/use-clipboard.ts';
import { EditorCentre } from './editor-centre.tsx';
import { EditorSide } from './editor-side.tsx';
import { EditorWindow } from './editor-window.tsx';
import { ExpressionContext } from './expression/expression-context.ts';
import type { OfferedTask } from './model/offered-tasks.ts';
import { useEditing } from './model/use-editing.ts';
import { Palette } from './panel/palette.tsx';
import { useFindings } from './problems/use-findings.ts';
import { useTextSide } from './problems/use-text-side.ts';
import { useEditorActs } from './use-editor-edits.ts';

export type VisualEditorParts = {
  text: string;
  onWrite: (text: string) => void;
  validation: ValidationView;
  /** Somebody who may not publish looks only. */
  isReadOnly?: boolean;
};

const noTasks: readonly OfferedTask[] = [];

/** A definition as a canvas and as text, which are two views of one thing. */
export function VisualEditor({ text, onWrite, validation, isReadOnly = false }: VisualEditorParts) {
  const editing = useEditing({ text, write: onWrite, isReadOnly });
  const { sketch } = editing;
  const acts = useEditorActs(editing);
  const { data } = useReading({ query: KnownTasksDocument, variables: { first: pageBounds.pageSizeMax } });
  const tasks = data?.tasks.nodes;
  const [isTextShown, setIsTextShown] = useState(true);
  const textSide = useTextSide(editing);
  const isTried = acts.side === 'dry-run';
  const found = useFindings({ editing, text, validation, goTo: textSide.goTo, isTried: isTried && !isReadOnly });
  const { problems, counts, walk, dryRun, surroundings } = found;
  const marks = isTried ? found.triedMarks : found.problemMarks;
  const onKeyDown = useStepKeys({ editing, acts });
  const hasPalette = !isReadOnly && sketch !== undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the steps inside, on the canvas and in the list
    <div
      className="panel flex min-h-96 flex-1 flex-col overflow-hidden"
      onKeyDown={onKeyDown}
      onKeyDownCapture={(event) => isInside(event) && walk.onKeyDownCapture(event)}
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
            <Palette
              tasks={tasks}
              after={acts.after}
              onAdd={(offer) => acts.add(offer)}
              onAskWorkflow={() => acts.ask({ kind: 'add', after: acts.after, step: 'workflow' })}
            />
          </div>
        )}
        <CanvasMarksContext value={marks}>
          <EditorCentre
            editing={editing}
            acts={acts}
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
      {acts.menu !== undefined && <EditorMenu editing={editing} acts={acts} target={acts.menu} />}
      {acts.window !== undefined && <EditorWindow editing={editing} acts={acts} tasks={tasks ?? noTasks} />}
    </div>
  );
}
