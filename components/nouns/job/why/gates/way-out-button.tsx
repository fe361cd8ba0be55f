'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import type { GateLineFragment } from '#components/generated/why.ts';
import { ActButtons } from '#components/kit/act/act-buttons.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { lockPath, runPath, screens } from '#components/kit/words/paths.ts';
import { cancelJob, runJobNow } from '#components/nouns/job/details/one-job-acts.ts';
import { QueueDialog } from '#components/nouns/queue/queue-dialog.tsx';
import { QueueSwitchDialog } from '#components/nouns/queue/queue-switch-dialog.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { WaitingJob } from './wait-chain.tsx';

type Parts = {
  code: string;
  wayOut: NonNullable<GateLineFragment['wayOut']>;
  /** The mutex, pool or cap that it is about. */
  lockId: string | undefined;
  job: WaitingJob;
  onDone: () => void;
};

/** The way past a shut gate: done here where it can be, else the place where it is, or who may in words. */
export function WayOutButton({ code, wayOut: { act, sentence }, lockId, job, onDone }: Parts) {
  switch (act) {
    case 'RUN_NOW':
      return <ActButtons acts={[runJobNow]} thing={job} isSmall nameOf={() => 'and do not wait'} />;
    case 'CANCEL_JOB':
      return <ActButtons acts={[cancelJob]} thing={job} isSmall nameOf={() => 'that waits'} />;
    case 'RESUME_QUEUE':
      return <QueueWay kind="resume" job={job} sentence={sentence} onDone={onDone} />;
    case 'RAISE_WEIGHT':
      return <QueueWay kind="change" job={job} sentence={sentence} onDone={onDone} />;
    case 'RAISE_CAP':
      if (code === 'QUEUE_LIMIT') return <QueueWay kind="change" job={job} sentence={sentence} onDone={onDone} />;
      return <LockWay id={lockId} sentence={sentence} />;
    case 'RESUME_RUN':
      return job.run === null ? null : <Way href={runPath(job.run.id)} word="Open its run" />;
    case 'START_WORKER':
      return <Way href={screens.workers} word="See the workers" />;
    case 'RELEASE':
      return <LockWay id={lockId} sentence={sentence} />;
  }
}

function Way({ href, word }: { href: string; word: string }) {
  return (
    <Link className="link" href={href}>
      {word}
    </Link>
  );
}

/** Where a lock is released, or there is made more of it. */
function LockWay({ id, sentence }: { id: string | undefined; sentence: string }) {
  return id === undefined ? (
    <span className="text-quiet">{sentence}</span>
  ) : (
    <Way href={lockPath(id)} word="See the lock" />
  );
}

type QueueWayParts = { kind: 'resume' | 'change'; job: WaitingJob; sentence: string; onDone: () => void };

function QueueWay({ kind, job: { queue }, sentence, onDone }: QueueWayParts) {
  const isAllowed = useMay(kind === 'resume' ? 'queue.operate' : 'queue.edit');
  const [isAsked, setIsAsked] = useState(false);
  const close = () => {
    setIsAsked(false);
    onDone();
  };
  if (!isAllowed) return <span className="text-quiet">{sentence}</span>;
  return (
    <>
      <Button isSmall onClick={() => setIsAsked(true)}>
        {kind === 'resume' ? 'Resume the queue' : 'Change the queue'}
      </Button>
      {isAsked && kind === 'resume' && <QueueSwitchDialog question={{ verb: 'resume', queue }} onClose={close} />}
      {isAsked && kind === 'change' && <QueueDialog queue={queue} taken={[]} onClose={close} />}
    </>
  );
}
