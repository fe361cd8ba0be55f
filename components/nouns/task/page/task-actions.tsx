'use client';

import { Archive, ArchiveRestore, CalendarPlus, MoreHorizontal, Pencil, Play } from 'lucide-react';
import { useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useAct } from '#components/kit/act/use-act.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { newSchedulePath } from '#components/kit/words/paths.ts';
import { EnqueueDialog } from '#components/nouns/task/enqueue/enqueue-dialog.tsx';
import { editTaskPath } from '#components/nouns/task/task.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import type { MenuEntry } from '#components/ui/overlay/menu-entry.ts';
import { DeprecateDialog } from './deprecate-dialog.tsx';
import type { TaskDetails } from './one-task.ts';
import { takeDeprecationBack } from './task-acts.ts';

/** What may be done with a task, as far as the viewer may do it. */
export function TaskActions({ task }: { task: TaskDetails }) {
  const { id, name, deprecated } = task;
  const [asked, setAsked] = useState<'enqueue' | 'deprecate'>();
  const go = useGo();
  const may = {
    enqueue: useMay('job.enqueue') && deprecated === null,
    edit: useMay('task.edit'),
    schedule: useMay('schedule.edit') && deprecated === null,
  };
  const acting = useAct(task);
  const enqueue = () => setAsked('enqueue');
  const edit = () => go(editTaskPath(task));
  const deprecate =
    deprecated === null
      ? { word: 'Deprecate …', Icon: Archive, act: () => setAsked('deprecate') }
      : { word: takeDeprecationBack.word, Icon: ArchiveRestore, act: () => acting.start(takeDeprecationBack) };
  const schedule = { word: 'Schedule it …', Icon: CalendarPlus, act: () => go(newSchedulePath(name)) };
  const entries: MenuEntry[] = [may.schedule && schedule, may.edit && deprecate].flatMap((one) =>
    one === false ? [] : [{ kind: 'act' as const, ...one }],
  );
  usePageActions([
    ...(may.enqueue ? [{ word: `Enqueue a job of ${name}`, act: enqueue, Icon: Play }] : []),
    ...(may.edit ? [{ word: `Edit ${name}`, act: edit, Icon: Pencil }] : []),
    ...entries.flatMap((entry) =>
      entry.kind === 'act' ? [{ word: entry.word, act: entry.act, ...(entry.Icon && { Icon: entry.Icon }) }] : [],
    ),
  ]);
  return (
    <>
      {may.enqueue && (
        <Button kind="primary" Icon={Play} onClick={enqueue}>
          Enqueue
        </Button>
      )}
      {may.edit && (
        <ButtonLink Icon={Pencil} href={editTaskPath(task)}>
          Edit
        </ButtonLink>
      )}
      {entries.length > 0 && (
        <Menu trigger={<IconButton isFramed label="More" Icon={MoreHorizontal} />} entries={entries} />
      )}
      {acting.question}
      {asked === 'enqueue' && <EnqueueDialog task={task} onClose={() => setAsked(undefined)} />}
      {asked === 'deprecate' && (
        <DeprecateDialog id={id} name={name} uses={task.usedBy} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}
