'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useUrl } from '#components/address/use-url.ts';
import { CreateScheduleDocument } from '#components/generated/schedules.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { schedulePath, screens } from '#components/kit/words/paths.ts';
import { ScheduleBuilder } from '#components/nouns/schedule/builder/schedule-builder.tsx';
import {
  emptyForm,
  newSchedule,
  type ScheduleForm,
  type TargetKind,
} from '#components/nouns/schedule/builder/schedule-form.ts';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** Builds a schedule. The address may name what it fires: `?workflow=etl` or `?task=report`. */
export function NewSchedulePage() {
  const { viewer } = useViewer();
  const { search } = useUrl();
  const go = useGo();
  const say = useToast();
  const create = useSend(CreateScheduleDocument, (data) => data.createSchedule);
  const save = async (form: ScheduleForm) => {
    const { data, refusals } = await create({ input: newSchedule(form) });
    const made = data?.createSchedule.schedule ?? undefined;
    if (made === undefined) return refusals;
    say({ words: `${made.name} is scheduled`, kind: 'done' });
    go(schedulePath(made.id));
    return [];
  };
  return (
    <Page title="New schedule" trail={<Trail href={screens.schedules}>Schedules</Trail>}>
      {viewer?.tenant === undefined || viewer.tenant === null ? (
        <div className="panel">
          <Skeleton rows={12} />
        </div>
      ) : (
        <ScheduleBuilder
          initial={emptyForm(viewer.tenant.timeZone, targetIn(search))}
          back={screens.schedules}
          verb="Create schedule"
          send={save}
        />
      )}
    </Page>
  );
}

function targetIn(search: URLSearchParams): { kind: TargetKind; name: string } | undefined {
  const task = search.get('task');
  const workflow = search.get('workflow');
  if (workflow !== null) return { kind: 'workflow', name: workflow };
  return task === null ? undefined : { kind: 'task', name: task };
}
