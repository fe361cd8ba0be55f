'use client';

import { PencilLine } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ActButtons } from '#components/kit/act/act-buttons.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { isRetryable } from '#components/nouns/job/restorable.ts';
import { Button } from '#components/ui/form/button.tsx';
import { type ActedJob, cancelJob, retryJob, runJobNow } from './one-job-acts.ts';

// Few retries need other params.
const RetryDialog = dynamic(
  () => import('#components/nouns/job/retry/retry-dialog.tsx').then((module) => module.RetryDialog),
  { ssr: false },
);

type ActionsProps = { job: ActedJob; isSmall?: boolean };

/** What an operator may do with a job in its state. */
export function JobActions({ job, isSmall = false }: ActionsProps) {
  return (
    <>
      <ActButtons acts={[retryJob]} thing={job} isSmall={isSmall} />
      <RetryWith job={job} isSmall={isSmall} />
      <ActButtons acts={[runJobNow, cancelJob]} thing={job} isSmall={isSmall} />
    </>
  );
}

function RetryWith({ job, isSmall }: Required<ActionsProps>) {
  const [isEditing, setIsEditing] = useState(false);
  const isOffered = useMay('job.operate') && isRetryable(job);
  const edit = { word: 'Retry with …', Icon: PencilLine, act: () => setIsEditing(true) };
  usePageActions(isOffered ? [edit] : []);
  return (
    <>
      {isOffered && (
        <Button isSmall={isSmall} Icon={edit.Icon} onClick={edit.act}>
          {edit.word}
        </Button>
      )}
      {isEditing && <RetryDialog id={job.id} onClose={() => setIsEditing(false)} />}
    </>
  );
}
