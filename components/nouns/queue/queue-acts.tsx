'use client';

import { Pause, Pencil, Play } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { QueueDialog } from './queue-dialog.tsx';
import type { Queue } from './queue-standing.ts';
import { type QueueQuestion, QueueSwitchDialog } from './queue-switch-dialog.tsx';

type Asked = { kind: 'edit'; queue: Queue } | { kind: 'switch'; question: QueueQuestion };

/** What can be done with one queue, in its row or on its page. What is asked stands as it was asked, whatever the row says meanwhile. */
export function QueueActs({ queue, isOfPage = false }: { queue: Queue; isOfPage?: boolean }) {
  const mayOperate = useMay('queue.operate');
  const mayEdit = useMay('queue.edit');
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const word = queue.paused ? 'Resume' : 'Pause';
  const verb = queue.paused ? 'resume' : 'pause';
  return (
    <span className={isOfPage ? 'flex gap-2' : 'flex justify-end gap-1'}>
      {mayOperate && (
        <Button
          isSmall={!isOfPage}
          kind={isOfPage ? 'plain' : 'quiet'}
          Icon={queue.paused ? Play : Pause}
          aria-label={`${word} ${queue.name}`}
          onClick={() => setAsked({ kind: 'switch', question: { verb, queue } })}
        >
          {word}
        </Button>
      )}
      {mayEdit && isOfPage && (
        <Button Icon={Pencil} onClick={() => setAsked({ kind: 'edit', queue })}>
          Change
        </Button>
      )}
      {mayEdit && !isOfPage && (
        <IconButton
          isSmall
          label={`Edit ${queue.name}`}
          Icon={Pencil}
          onClick={() => setAsked({ kind: 'edit', queue })}
        />
      )}
      {asked?.kind === 'edit' && <QueueDialog queue={asked.queue} taken={[]} onClose={close} />}
      {asked?.kind === 'switch' && <QueueSwitchDialog question={asked.question} onClose={close} />}
    </span>
  );
}
