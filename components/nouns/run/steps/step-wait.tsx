'use client';

import dynamic from 'next/dynamic';
import { useEffect, useEffectEvent, useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { RunStepWaitDocument, type StepWaitFieldsFragment } from '#components/generated/step-wait.ts';
import type { RunStep } from '#components/graph/graph-model.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { JsonView } from '#components/nouns/job/details/json-view.tsx';
import { useIsPast } from '#components/nouns/run/page/use-run-place.ts';
import { Sentence } from '#components/time/sentence.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isSettled } from '#domain/machines.ts';
import type { Answering } from './answer-window.tsx';

// Most who look at a step do not answer it.
const AnswerWindow = dynamic(() => import('./answer-window.tsx').then((module) => module.AnswerWindow), { ssr: false });

type Parts = { run: string; step: RunStep };

/** What a step without a job waits for, to be answered in place; afterwards, how that ended. */
export function StepWait({ run, step }: Parts) {
  const isPast = useIsPast();
  const { data, fault, reload } = useReading({ query: RunStepWaitDocument, variables: { run, step: step.stepKey } });
  const readNow = useEffectEvent(reload);
  const state = data?.run?.step?.state;
  const isBehind = state !== undefined && state !== step.state;
  useEffect(() => {
    if (isBehind) readNow();
  }, [isBehind]);
  const wait = data?.run?.step?.wait ?? undefined;
  if (fault !== undefined && wait === undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (wait === undefined) return data === undefined ? <Skeleton rows={4} /> : null;
  return (
    <>
      <section aria-label="What it waits for" className="flex flex-col gap-2 border-b border-line px-3 py-2.5">
        {wait.title !== null && <h3 className="text-lead font-medium break-words">{wait.title}</h3>}
        {wait.description !== null && <p className="break-words whitespace-pre-line">{wait.description}</p>}
        <p className="text-quiet">
          <Sentence text={isSettled(step.state) ? endOf(step, wait) : (step.reason?.message ?? '')} />
        </p>
        {!isSettled(step.state) && !isPast && <Answers run={run} step={step} wait={wait} onDone={reload} />}
      </section>
      {isSettled(step.state) && <JsonView title="Result" value={wait.result} />}
    </>
  );
}

type AnswersProps = Parts & { wait: StepWaitFieldsFragment; onDone: () => void };

function Answers({ run, step, wait, onDone }: AnswersProps) {
  const [how, setHow] = useState<Answering>();
  const maySignal = useMay('run.operate') && wait.signal !== null;
  if (!wait.mayDecide && !maySignal) return null;
  const close = () => setHow(undefined);
  const done = () => {
    close();
    onDone();
  };
  return (
    <span className="flex flex-wrap gap-2">
      {wait.mayDecide && (
        <>
          <Button isSmall kind="primary" onClick={() => setHow('APPROVE')}>
            Approve
          </Button>
          <Button isSmall onClick={() => setHow('DENY')}>
            Deny
          </Button>
        </>
      )}
      {maySignal && (
        <Button isSmall onClick={() => setHow('SIGNAL')}>
          Send signal
        </Button>
      )}
      {how !== undefined && (
        <AnswerWindow run={run} step={step.stepKey} wait={wait} how={how} onDone={done} onClose={close} />
      )}
    </span>
  );
}

function endOf({ state, finishedAt, reason }: RunStep, { kind, signal, decidedBy }: StepWaitFieldsFragment): string {
  const by = decidedBy === null ? '' : ` by ${sayActor(decidedBy)}`;
  const at = finishedAt === null ? '' : ` at ${finishedAt}`;
  if (state !== 'SUCCEEDED') return `${reason?.message ?? 'it ended'}${at}`;
  if (kind === 'APPROVAL') return `approved${by}${at}`;
  return signal === null ? `its time came${at}` : `the signal ${signal} was sent${by}${at}`;
}
