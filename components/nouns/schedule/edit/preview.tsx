'use client';

import { useReading } from '#components/api/use-reading.ts';
import { PreviewTimetableDocument } from '#components/generated/schedules.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import { UpcomingTable } from '#components/nouns/schedule/ticks/upcoming-table.tsx';
import { scheduleBounds } from '#domain/bounds/schedule.ts';

/** What a timetable would do from now on. */
export function Preview({ cron, timeZone }: { cron: string; timeZone: string }) {
  const answer = useReading({
    query: PreviewTimetableDocument,
    variables: { input: { cron, timeZone }, count: scheduleBounds.previewShown },
  });
  return (
    <Reading answer={answer} rows={scheduleBounds.previewShown}>
      {({ previewSchedule: { times, userErrors } }) =>
        userErrors.length === 0 ? (
          <UpcomingTable label="Next five" times={times} timeZone={timeZone} />
        ) : (
          // An H means something only to the schedule itself, which says it while it is active.
          <p className="p-3 text-quiet">Its next instants can be seen once it is active.</p>
        )
      }
    </Reading>
  );
}
