'use client';

import {
  Ban,
  CircleHelp,
  Copy,
  FileText,
  Hand,
  Pause,
  Play,
  Radio,
  RotateCcw,
  Spline,
  SquareArrowDown,
  SquareArrowOutUpRight,
  X,
} from 'lucide-react';
import { useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { RunStepWaitDocument } from '#components/generated/step-wait.ts';
import { StepChildrenDocument } from '#components/generated/subflow.ts';
import type { RunStep } from '#components/graph/graph-model.ts';
import type { MenuPlace } from '#components/graph/graph-scope.ts';
import { useAct } from '#components/kit/act/use-act.tsx';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { jobPath, runPath, runsOfStepPath } from '#components/kit/words/paths.ts';
import { type ActedJob, cancelJob, runJobNow } from '#components/nouns/job/details/one-job-acts.ts';
import { RerunDialog } from '#components/nouns/run/again/rerun-dialog.tsx';
import { oneRunActs } from '#components/nouns/run/page/one-run-acts.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useIsPast } from '#components/nouns/run/page/use-run-place.ts';
import { type Answering, AnswerWindow } from '#components/nouns/run/steps/answer-window.tsx';
import { undoneBy } from '#components/nouns/run/steps/undone-by.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { MenuAt } from '#components/ui/overlay/menu-at.tsx';
import type { MenuEntry } from '#components/ui/overlay/menu-entry.ts';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { isSettled } from '#domain/machines.ts';
import { type StepAct, type StepActKey, stepActs } from './step-offers.ts';

type Parts = { run: RunDetails; step: RunStep; place: MenuPlace; onClose: () => void };
type Asking = { kind: 'menu' } | { kind: 'answer'; how: Answering } | { kind: 'rerun'; way: 'following' | 'alone' };

/** What can be done at a step, beside it: in the graph and in the table alike. It stays for what an act asks. */
export function StepMenu({ run, step, place, onClose }: Parts) {
  const [asking, setAsking] = useState<Asking | undefined>({ kind: 'menu' });
  const kind = run.graph.nodes.find(({ stepKey }) => stepKey === step.stepKey)?.kind;
  const isPast = useIsPast();
  const wait = useWait(run, step, isPast ? undefined : kind);
  const permissions = useViewer().viewer?.permissions ?? [];
  const job: ActedJob = { id: step.job?.id ?? '', state: step.state, run };
  const onJob = useAct(job);
  const onRun = useAct(run);
  const isUndoing = undoneBy(run, step.stepKey) !== null;
  const acts = stepActs({ step, kind, run, wait, isUndoing, isPast, permissions });
  const runAct = (key: string) => oneRunActs.find((act) => act.key === key);
  const take = (key: StepActKey) => {
    switch (key) {
      case 'approve':
        return setAsking({ kind: 'answer', how: 'APPROVE' });
      case 'deny':
        return setAsking({ kind: 'answer', how: 'DENY' });
      case 'signal':
        return setAsking({ kind: 'answer', how: 'SIGNAL' });
      case 'again':
        return setAsking({ kind: 'rerun', way: 'following' });
      case 'alone':
        return setAsking({ kind: 'rerun', way: 'alone' });
      case 'run-now':
        return onJob.start(runJobNow);
      case 'cancel-job':
        return onJob.start(cancelJob);
      case 'pause-run':
      case 'resume-run': {
        const act = runAct(key === 'pause-run' ? 'run.pause' : 'run.resume');
        if (act !== undefined) onRun.start(act);
      }
    }
  };
  const children = useChildren(run, step, kind);
  const ways = [...waysDown(run, children), ...useWays(run, step, kind)];
  const entries = entriesOf({ step, acts, take, ways, isPast, workflow: children?.workflow });
  const close = () => setAsking(undefined);
  const done = () => {
    close();
    onClose();
  };
  return (
    <>
      {asking?.kind === 'menu' && (
        <MenuAt
          label={`Acts on ${step.stepKey}`}
          place={place}
          entries={entries}
          onClose={() => setAsking((now) => (now?.kind === 'menu' ? undefined : now))}
        />
      )}
      {asking?.kind === 'answer' && wait !== undefined && wait !== null && (
        <AnswerWindow run={run.id} step={step.stepKey} wait={wait} how={asking.how} onDone={done} onClose={done} />
      )}
      {asking?.kind === 'rerun' && (
        <RerunDialog run={run} begin={{ way: asking.way, step: step.stepKey }} onClose={done} />
      )}
      {onJob.question}
      {onRun.question}
    </>
  );
}

/** What the step waits for: read with the menu, because it says who may answer. */
function useWait(run: RunDetails, step: RunStep, kind: string | undefined) {
  const isOpen = kind !== undefined && kind !== 'TASK' && step.startedAt !== null && !isSettled(step.state);
  const { data } = useReading({
    query: RunStepWaitDocument,
    variables: { run: run.id, step: step.stepKey },
    pause: !isOpen,
  });
  if (!isOpen) return null;
  return data === undefined ? undefined : (data.run?.step?.wait ?? null);
}

/** The runs that the step has started, as far as it runs a workflow. */
function useChildren(run: RunDetails, { stepKey, startedAt }: RunStep, kind: string | undefined) {
  const { data } = useReading({
    query: StepChildrenDocument,
    variables: { run: run.id, step: stepKey },
    pause: kind !== 'WORKFLOW' || startedAt === null,
  });
  return data?.run?.step?.children ?? undefined;
}

function waysDown(run: RunDetails, children: ReturnType<typeof useChildren>): MenuEntry[] {
  if (children?.run === null || children === undefined) return [];
  const { id, workflow } = children.run;
  const down = { kind: 'link', Icon: SquareArrowDown } as const;
  if (!children.hasItems) return [{ ...down, word: `Open its run of ${workflow.name}`, href: runPath(id) }];
  return [{ ...down, word: `All its runs of ${workflow.name}`, href: runsOfStepPath(run.id) }];
}

const icons: Record<StepActKey, MenuIcon> = {
  approve: Hand,
  deny: Ban,
  signal: Radio,
  'run-now': Play,
  'cancel-job': X,
  again: RotateCcw,
  alone: RotateCcw,
  'pause-run': Pause,
  'resume-run': Play,
};
type MenuIcon = typeof Hand;

type Told = {
  step: RunStep;
  acts: readonly StepAct[];
  take: (key: StepActKey) => void;
  ways: readonly MenuEntry[];
  isPast: boolean;
  workflow: string | undefined;
};

function entriesOf({ step, acts, take, ways, isPast, workflow }: Told): MenuEntry[] {
  const done = acts.map(
    ({ key, word, whyNot }): MenuEntry => ({
      kind: 'act',
      word,
      Icon: icons[key],
      isDanger: key === 'cancel-job',
      act: () => take(key),
      ...(whyNot !== undefined && { isDisabled: true, hint: whyNot }),
    }),
  );
  const title: MenuEntry = {
    kind: 'title',
    word: [step.stepKey, ...(workflow === undefined ? [] : [workflow]), jobLooks[step.state].word].join(' · '),
  };
  if (isPast) return [title, { kind: 'title', word: 'As it was then: press Now for what can be done' }, ...ways];
  return [title, ...done, ...(done.length > 0 ? [{ kind: 'line' } as const] : []), ...ways];
}

/** Where a step leads: its panel, its job, its log, its line through the graph, its name. */
function useWays(run: RunDetails, step: RunStep, kind: string | undefined): MenuEntry[] {
  const { search, change } = useUrl();
  const say = useToast();
  const { stepKey, job } = step;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(stepKey);
      say({ words: `Copied ${stepKey}.` });
    } catch {
      // A browser may refuse it, and has no clipboard at all for pages that came without TLS.
      say({ words: 'This browser does not let the page copy.', kind: 'failed' });
    }
  };
  const isLine = search.get('line') === stepKey;
  const waits = !isSettled(step.state) && step.state !== 'RUNNING';
  const log = `${runPath(run.id)}?tab=log&of=${encodeURIComponent(stepKey)}`;
  return [
    {
      kind: 'act',
      word: waits ? 'Why does it wait?' : 'Show its details',
      Icon: CircleHelp,
      act: () => change({ step: stepKey }),
    },
    ...(job === null
      ? []
      : [{ kind: 'link', word: 'Open its job', href: jobPath(job.id), Icon: SquareArrowOutUpRight } as const]),
    // A step that waits writes nothing.
    ...(step.startedAt === null || kind !== 'TASK'
      ? []
      : [{ kind: 'link', word: 'Its log', href: log, Icon: FileText } as const]),
    {
      kind: 'act',
      word: 'Only its line: before and after it',
      Icon: Spline,
      isChosen: isLine,
      act: () => change({ line: isLine ? undefined : stepKey, tab: undefined }),
    },
    { kind: 'act', word: 'Copy its id', Icon: Copy, act: () => void copy() },
  ];
}
