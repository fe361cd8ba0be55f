'use client';

import { useCommand } from '#components/api/use-command.ts';
import { useReading } from '#components/api/use-reading.ts';
import { QueueNowDocument, UpsertQueueDocument } from '#components/generated/queues.ts';
import { PausedSince } from '#components/state/paused-since.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { type Queue, sayPause, sayResume } from './queue-standing.ts';

/** What is about to be done with a queue. */
export type QueueQuestion = { verb: 'pause' | 'resume'; queue: Queue };

type Parts = { question: QueueQuestion; onClose: () => void };

/** Says what pausing or resuming a queue will do, and does it when told to. */
export function QueueSwitchDialog({ question: { verb, queue: asked }, onClose }: Parts) {
  // The row may be of some seconds ago.
  const queue = useReading({ query: QueueNowDocument, variables: { id: asked.id } }).data?.queue ?? asked;
  const upsert = useCommand(UpsertQueueDocument, (data) => data.upsertQueue);
  const say = useToast();
  const isPause = verb === 'pause';
  const confirm = async (pausedReason: string | undefined) => {
    const answer = await upsert.run({
      input: { name: queue.name, paused: isPause, ...(pausedReason !== undefined && { pausedReason }) },
    });
    if (answer === undefined) return;
    say({ words: `${queue.name} is ${isPause ? 'paused' : 'open again'}`, kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`${isPause ? 'Pause' : 'Resume'} the queue ${queue.name}?`}
      verb={isPause ? 'Pause queue' : 'Resume queue'}
      isBusy={upsert.isBusy}
      refusal={upsert.refusal}
      reason={isPause ? 'optional' : 'none'}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <p>{isPause ? sayPause(queue) : sayResume(queue)}</p>
      {!isPause && queue.pause !== null && (
        <p className="text-quiet">
          <PausedSince pause={queue.pause} />
        </p>
      )}
    </ConfirmDialog>
  );
}
