'use client';

import { useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import {
  ScheduleToEditDocument,
  type ScheduleToEditQuery,
  UpdateScheduleDocument,
} from '#components/generated/schedules.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { schedulePath, screens } from '#components/kit/words/paths.ts';
import { ScheduleBuilder } from '#components/nouns/schedule/builder/schedule-builder.tsx';
import { changesOf, formOf, type ScheduleForm } from '#components/nouns/schedule/builder/schedule-form.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';

type Stored = NonNullable<ScheduleToEditQuery['schedule']>;

/** Changes a schedule. What nobody touched is not sent, so that another person's change of it stays. */
export function EditSchedulePage({ id }: { id: string }) {
  const answer = useReading({
    query: ScheduleToEditDocument,
    variables: { id },
  });
  const name = answer.data?.schedule?.name;
  return (
    <Page title="Edit schedule" trail={<Trail href={schedulePath(id)}>{name ?? 'Schedule'}</Trail>}>
      <Reading answer={answer} rows={12}>
        {({ schedule }) =>
          schedule === null || schedule.state === 'ENDED' ? (
            <div className="panel">
              <EmptyState
                title={schedule === null ? 'This tenant has no such schedule.' : 'It has ended.'}
                actions={<ButtonLink href={screens.schedules}>All schedules</ButtonLink>}
              >
                Only a schedule that still fires, or is paused, can be changed.
              </EmptyState>
            </div>
          ) : (
            <Editor stored={schedule} />
          )
        }
      </Reading>
    </Page>
  );
}

function Editor({ stored }: { stored: Stored }) {
  // What the form began with: later readings must not turn into changes of ours.
  const [first] = useState(stored);
  const go = useGo();
  const say = useToast();
  const update = useSend(UpdateScheduleDocument, (data) => data.updateSchedule);
  const back = schedulePath(first.id);
  const save = async (form: ScheduleForm) => {
    const input = changesOf(first.id, form, formOf(first));
    const { refusals } = input === undefined ? { refusals: [] } : await update({ input });
    if (refusals.length > 0) return refusals;
    say({ words: input === undefined ? 'Nothing was changed' : `${form.name} was changed`, kind: 'done' });
    go(back);
    return [];
  };
  return (
    <ScheduleBuilder initial={formOf(first)} before={first.description} back={back} verb="Save changes" send={save} />
  );
}
