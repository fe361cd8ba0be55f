'use client';

import { lazy, Suspense } from 'react';
import { LoadingNotice } from '#components/kit/page/notice.tsx';
import type { DefinitionProblem } from '#components/nouns/workflow/definition/use-validation.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import type { DryRunView } from './dry-run/use-dry-run.ts';
import type { OfferedTask } from './model/offered-tasks.ts';
import type { Sketch } from './model/sketch.ts';
import type { Editing } from './model/use-editing.ts';
import { LinkPanel } from './panel/link-panel.tsx';
import { MarkPanel } from './panel/mark-panel.tsx';
import { SeveralPanel } from './panel/several-panel.tsx';
import { StepPanel } from './panel/step-panel.tsx';
import { StepsList } from './panel/steps-list.tsx';
import { WorkflowPanel } from './panel/workflow-panel.tsx';
import type { EditorActs } from './use-editor-edits.ts';

type Parts = {
  editing: Editing;
  acts: EditorActs;
  sketch: Sketch;
  tasks: readonly OfferedTask[];
  problems: readonly DefinitionProblem[];
  problemCounts: ReadonlyMap<string, number>;
  dryRun: DryRunView;
};

const DryRunPanel = lazy(async () => ({ default: (await import('./dry-run/dry-run-panel.tsx')).DryRunPanel }));

const views = [
  { value: 'properties', word: 'Properties' },
  { value: 'steps', word: 'List of steps' },
  { value: 'dry-run', word: 'Dry run' },
] as const;

/** What stands beside the canvas: all about what is chosen, or the canvas as a list. */
export function EditorSide(parts: Parts) {
  const { editing, acts, sketch, problemCounts, dryRun } = parts;
  // What is not published may be tried by those who may publish it.
  const offered = editing.isReadOnly ? views.filter(({ value }) => value !== 'dry-run') : views;
  return (
    <aside aria-label="Properties" className="flex h-full min-h-0 flex-col border-line max-lg:border-t lg:border-l">
      <header className="flex min-h-10 items-center border-b border-line px-3">
        <Segmented label="Beside the canvas" value={acts.side} options={offered} onChange={acts.show} />
      </header>
      <ScrollBox className="min-h-0 flex-1 overflow-y-auto">
        {acts.side === 'dry-run' && (
          <Suspense fallback={<LoadingNotice rows={8} />}>
            <DryRunPanel view={dryRun} chosen={editing.chosen} onOpen={(stepKey) => editing.choose([stepKey])} />
          </Suspense>
        )}
        {acts.side === 'steps' && (
          <StepsList editing={editing} sketch={sketch} problemCounts={problemCounts} acts={acts} />
        )}
        {acts.side === 'properties' && <Chosen {...parts} />}
      </ScrollBox>
    </aside>
  );
}

function Chosen({ editing, acts, sketch, tasks, problems }: Parts) {
  const { chosen } = editing;
  const [only] = chosen;
  if (acts.mark !== undefined)
    return (
      <MarkPanel
        key={`${acts.mark.kind} ${acts.mark.index}`}
        editing={editing}
        acts={acts}
        layout={sketch.layout}
        mark={acts.mark}
      />
    );
  if (acts.chosenLink !== undefined)
    return <LinkPanel key={acts.link} editing={editing} acts={acts} link={acts.chosenLink} />;
  const step = only === undefined ? undefined : sketch.steps.get(only);
  if (step === undefined) return <WorkflowPanel editing={editing} sketch={sketch} />;
  if (chosen.length > 1) return <SeveralPanel editing={editing} acts={acts} />;
  return (
    <StepPanel
      key={step.id}
      editing={editing}
      acts={acts}
      step={step}
      tasks={tasks}
      problems={problems.filter(({ stepId }) => stepId === step.id)}
    />
  );
}
