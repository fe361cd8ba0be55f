'use client';

import { useState } from 'react';
import { type Answer, useReading } from '#components/api/use-reading.ts';
import { PreviewTimetableDocument, type PreviewTimetableQuery } from '#components/generated/schedules.ts';
import { useSettled } from '#components/ui/form/use-settled.ts';
import { scheduleBounds } from '#domain/bounds/schedule.ts';

// A preview is asked for when nobody has typed for this long.
const previewPauseMs = 250;

export type TimetablePreview = PreviewTimetableQuery['previewSchedule'];

type PreviewView = Omit<Answer<TimetablePreview>, 'data' | 'readAtMs'> & {
  /** The last preview that came back; it stays while the next one is on its way. */
  preview: TimetablePreview | undefined;
  /** True while what is shown belongs to an earlier text. */
  isBehind: boolean;
};

/** What a timetable would do, asked for when its author pauses. `after` is an instant before which nothing counts. */
export function usePreview(asked: { cron: string; timeZone: string; after?: string | undefined }): PreviewView {
  const wanted = JSON.stringify(asked);
  const settled = useSettled(wanted, previewPauseMs);
  const input: typeof asked = JSON.parse(settled);
  const { data, fault, reload } = useReading({
    query: PreviewTimetableDocument,
    variables: { input, count: scheduleBounds.previewShown },
    pause: input.cron.trim() === '',
  });
  const [shown, setShown] = useState<{ text: string; preview: TimetablePreview }>();
  const answer = data?.previewSchedule;
  if (answer !== undefined && shown?.preview !== answer) setShown({ text: settled, preview: answer });
  return { preview: shown?.preview, fault, reload, isBehind: shown?.text !== wanted };
}
