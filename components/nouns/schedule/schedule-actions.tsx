'use client';

import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { ActButtons } from '#components/kit/act/act-buttons.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { editSchedulePath } from '#components/kit/words/paths.ts';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { DeleteScheduleDialog } from './delete-schedule-dialog.tsx';
import type { ScheduleDetails } from './one-schedule.ts';
import { oneScheduleActs } from './one-schedule-acts.ts';

/** What may be done to a schedule, as far as the viewer may do it. */
export function ScheduleActions({ schedule }: { schedule: ScheduleDetails }) {
  const { id, name, state } = schedule;
  const mayEdit = useMay('schedule.edit') && state !== 'ENDED';
  const [isDeleting, setIsDeleting] = useState(false);
  const go = useGo();
  const edit = () => go(editSchedulePath(id));
  usePageActions(mayEdit ? [{ word: `Edit ${name}`, act: edit, Icon: Pencil }] : []);
  return (
    <>
      <ActButtons acts={oneScheduleActs} thing={schedule} ofWhat={name} />
      {mayEdit && (
        <>
          <ButtonLink Icon={Pencil} href={editSchedulePath(id)}>
            Edit
          </ButtonLink>
          <Menu
            trigger={<IconButton isFramed label="More" Icon={MoreHorizontal} />}
            entries={[{ kind: 'act', word: 'Delete …', Icon: Trash2, isDanger: true, act: () => setIsDeleting(true) }]}
          />
        </>
      )}
      {isDeleting && <DeleteScheduleDialog id={id} name={name} onClose={() => setIsDeleting(false)} />}
    </>
  );
}
