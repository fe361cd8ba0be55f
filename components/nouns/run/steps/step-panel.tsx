'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import type { RunStep } from '#components/graph/graph-model.ts';
import { useThing } from '#components/kit/detail/use-thing.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { PolicyTable } from '#components/kit/policy/effective-policy.tsx';
import { jobPath, jobsOfRunPath, runPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { AttemptsList } from '#components/nouns/job/attempts/attempts-list.tsx';
import { JobActions } from '#components/nouns/job/details/job-actions.tsx';
import { JsonView } from '#components/nouns/job/details/json-view.tsx';
import { oneJob } from '#components/nouns/job/one-job.ts';
import { WhyPanel } from '#components/nouns/job/why/why-panel.tsx';
import { StepAgainButtons } from '#components/nouns/run/again/run-again.tsx';
import { StepImpact, StepTime } from '#components/nouns/run/analysis/step-analysis.tsx';
import { AddedWords, useAddition } from '#components/nouns/run/change/added-steps.tsx';
import { LoopItems } from '#components/nouns/run/items/loop-items.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useIsPast, useRunPlace } from '#components/nouns/run/page/use-run-place.ts';
import { type Dependency, useRunPicture } from '#components/nouns/run/picture/use-run-picture.ts';
import { answeredConditions, answerLooks } from '#components/nouns/run/steps/answered-conditions.ts';
import { StepWait } from '#components/nouns/run/steps/step-wait.tsx';
import { undoneBy } from '#components/nouns/run/steps/undone-by.ts';
import { StepRuns } from '#components/nouns/run/subflow/step-runs.tsx';
import { KeptMark } from '#components/state/kept-mark.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { SidePanel } from '#components/ui/overlay/side-panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isSettled } from '#domain/machines.ts';

type Parts = { run: RunDetails; step: RunStep; onClose: () => void };

/** What one step of a run does: its state and why, what stands around it, and the job that carries it out. */
export function StepPanel({ run, step, onClose }: Parts) {
  const node = run.graph.nodes.find(({ stepKey }) => stepKey === step.stepKey);
  const isWait = node !== undefined && node.kind !== 'TASK';
  const undoes = undoneBy(run, step.stepKey);
  const isPast = useIsPast();
  const picture = useRunPicture(run);
  const loop = picture?.loops.find(({ stepKey }) => stepKey === step.stepKey);
  // No version of the workflow tells of a step that only this run has.
  const addition = useAddition(run, step.stepKey);
  const isOfVersion = addition === undefined;
  return (
    <SidePanel
      isInline
      label={`Step ${step.stepKey}`}
      title={step.stepKey}
      actions={<StateMark look={jobLooks[step.state]} />}
      onClose={onClose}
    >
      {isPast && <PastWords />}
      {addition !== undefined && <AddedWords change={addition} />}
      <EndingWords undoes={undoes} isFinally={step.isFinally} />
      {loop !== undefined && !isWait && <LoopItems key={`items ${step.stepKey}`} run={run} step={step} loop={loop} />}
      {step.job !== null ? (
        <StepJob key={step.job.id} id={step.job.id} run={run} step={step} />
      ) : isWait && step.startedAt !== null ? (
        <>
          {node.kind === 'WORKFLOW' ? (
            <StepRuns key={step.stepKey} runId={run.id} step={step} />
          ) : (
            <StepWait key={step.stepKey} run={run.id} step={step} />
          )}
          <span className="flex flex-wrap gap-2 border-b border-line px-3 py-2 empty:hidden">
            {!isPast && <StepAgainButtons run={run} step={step} />}
          </span>
        </>
      ) : (
        <section aria-label="Why" className="flex flex-col gap-2 border-b border-line px-3 py-2.5">
          <p className="text-lead">
            <Sentence text={step.reason?.message ?? noJobWords(step, { isWait, isUndoing: undoes !== null })} />
          </p>
          <span className="flex flex-wrap gap-2 empty:hidden">
            {step.state === 'RUNNING' && (
              <ButtonLink isSmall href={jobsOfRunPath(run.id)}>
                Jobs of the run
              </ButtonLink>
            )}
            {!isPast && <StepAgainButtons run={run} step={step} />}
          </span>
        </section>
      )}
      <StepTime run={run} stepKey={step.stepKey} />
      {undoes === null && !isWait && isOfVersion && <StepPolicy key={step.stepKey} run={run} stepKey={step.stepKey} />}
      <Conditions run={run} step={step} dependencies={isPast ? undefined : picture?.dependencies} />
      <Neighbours run={run} stepKey={step.stepKey} />
      {isOfVersion && <StepImpact key={`impact ${step.stepKey}`} run={run} stepKey={step.stepKey} />}
    </SidePanel>
  );
}

/** Why nothing is offered. */
function PastWords() {
  return (
    <p className="border-b border-line px-3 py-2 text-quiet">
      Its state is as it was then; its jobs and runs are as they are now. Press Now for what can be done.
    </p>
  );
}

/** Why it comes last, of a step that does. */
function EndingWords({ undoes, isFinally }: { undoes: string | null; isFinally: boolean }) {
  if (undoes === null && !isFinally) return null;
  return (
    <p className="border-b border-line px-3 py-2">
      {undoes === null ? (
        'Runs when all other steps have ended, however the run went.'
      ) : (
        <>
          Undoes <span className="identifier">{undoes}</span> when the run fails or is cancelled.
        </>
      )}
    </p>
  );
}

type NoJob = { isWait: boolean; isUndoing: boolean };

function noJobWords({ isKept, state }: RunStep, { isWait, isUndoing }: NoJob): string {
  if (isUndoing && isSettled(state)) return 'There was nothing to undo.';
  if (isKept) return 'Kept as it ended in an earlier run.';
  if (state === 'RUNNING') return 'It repeats its task: its items or rounds are jobs of the run.';
  if (isSettled(state)) return 'The run ended before it could start.';
  return isWait
    ? 'It has not begun: the steps before it come first.'
    : 'It has no job yet: one is made when it is ready.';
}

function StepJob({ id, run, step }: { id: string; run: RunDetails; step: RunStep }) {
  const { thing: job, fault, reload } = useThing(oneJob, id);
  const isPast = useIsPast();
  if (fault !== undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (job === undefined) return <Skeleton rows={10} />;
  if (job === null) return <EmptyState title="Its job is gone.">It was older than what is kept.</EmptyState>;
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <ButtonLink isSmall href={jobPath(id)}>
          Open job
        </ButtonLink>
        {!isPast && (
          <>
            <JobActions isSmall job={job} />
            <StepAgainButtons run={run} step={step} />
          </>
        )}
      </div>
      {step.isKept && (
        <p className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          <KeptMark size={13} />
          <span>
            Carried out in an earlier run
            {job.run === null ? (
              ' that is not stored any more'
            ) : (
              <>
                :{' '}
                <Link className="link identifier" href={runPath(job.run.id)}>
                  {shortId(job.run.id)}
                </Link>
              </>
            )}
          </span>
        </p>
      )}
      <WhyPanel job={job} />
      <section aria-label="Attempts of the step" className="border-b border-line">
        <h3 className="flex min-h-9 items-center gap-2 px-3 font-medium">
          Attempts
          <span className="text-small font-normal text-quiet">
            {job.attempt} of at most {job.maxAttempts}
          </span>
        </h3>
        <AttemptsList job={job} />
      </section>
      <JsonView title="Params" value={job.params} />
      <JsonView title="Result" value={job.result} />
    </div>
  );
}

/** What holds for the step, for whoever asks. */
function StepPolicy({ run, stepKey }: { run: RunDetails; stepKey: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const subject = { workflow: run.workflow.name, version: run.version.number, step: stepKey };
  return (
    <section aria-label="Policy of the step" className="border-t border-line">
      <header className="flex min-h-9 items-center justify-between pr-1.5 pl-3">
        <h3 className="font-medium">Effective policy</h3>
        <Button isSmall kind="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Show'}
        </Button>
      </header>
      {isOpen && <PolicyTable subject={subject} isNarrow />}
    </section>
  );
}

type ConditionParts = { run: RunDetails; step: RunStep; dependencies: readonly Dependency[] | undefined };

/** What must hold for the step to start, in full, and what was answered. */
function Conditions({ run, step, dependencies }: ConditionParts) {
  const conditions = answeredConditions(step, { graph: run.graph, dependencies });
  if (conditions.length === 0) return null;
  return (
    <section aria-label="Starts only" className="flex flex-col gap-1 border-t border-line px-3 py-2.5">
      <h3 className="text-quiet">Starts only</h3>
      {conditions.map(({ line, answer }) => (
        <p key={line} className="flex items-baseline gap-2">
          <code className="min-w-0 flex-1 font-mono text-[0.9em] break-words">{line}</code>
          {answer !== undefined && <Answer answer={answer} />}
        </p>
      ))}
    </section>
  );
}

function Answer({ answer }: { answer: keyof typeof answerLooks }) {
  const { word, family } = answerLooks[answer];
  return family === undefined ? (
    <span className="text-small text-quiet">{word}</span>
  ) : (
    <Badge family={family}>{word}</Badge>
  );
}

/** What the step waited for and what waits for it: a way through the run without the graph. */
function Neighbours({ run, stepKey }: { run: RunDetails; stepKey: string }) {
  const before = run.graph.edges.filter(({ to }) => to === stepKey).map(({ from }) => from);
  const after = run.graph.edges.filter(({ from }) => from === stepKey).map(({ to }) => to);
  if (before.length + after.length === 0) return null;
  return (
    <section aria-label="Around it" className="flex flex-col gap-2 border-t border-line px-3 py-2.5">
      <StepLinks title="After" stepKeys={before} run={run} />
      <StepLinks title="Before" stepKeys={after} run={run} />
    </section>
  );
}

// Longer lists are for the graph to show.
const linksMax = 12;

function StepLinks({ title, stepKeys, run }: { title: string; stepKeys: readonly string[]; run: RunDetails }) {
  const { hrefOfStep, select } = useRunPlace();
  if (stepKeys.length === 0) return null;
  const states = new Map(run.steps.map((step) => [step.stepKey, step.state]));
  const unique = [...new Set(stepKeys)];
  return (
    <div className="flex gap-2">
      <span className="w-14 shrink-0 text-quiet">{title}</span>
      <span className="flex min-w-0 flex-wrap gap-x-3 gap-y-1">
        {unique.slice(0, linksMax).map((stepKey) => (
          <Link
            key={stepKey}
            href={hrefOfStep(stepKey)}
            prefetch={false}
            scroll={false}
            className="link break-all"
            data-whole={jobLooks[states.get(stepKey) ?? 'PENDING'].word}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              select(stepKey);
            }}
          >
            {stepKey}
          </Link>
        ))}
        {unique.length > linksMax && <span className="text-quiet">and {unique.length - linksMax} more</span>}
      </span>
    </div>
  );
}
