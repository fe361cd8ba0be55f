'use client';

import { Panel } from '#components/kit/page/page.tsx';
import { Preview } from '#components/nouns/schedule/edit/preview.tsx';
import type { ScheduleDetails } from '#components/nouns/schedule/one-schedule.ts';
import { sayResume } from '#components/nouns/schedule/words/policy-words.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { UpcomingTable } from './upcoming-table.tsx';

/** When a schedule is due next; of a paused one, when it would be. */
export function UpcomingPanel({ schedule }: { schedule: ScheduleDetails }) {
  const { state, upcoming, timeZone, cron, catchUp } = schedule;
  return (
    <Panel title={state === 'PAUSED' ? 'Paused: if it were resumed, it would fire at' : 'Next five'}>
      {state === 'PAUSED' && (
        <>
          <Preview cron={cron} timeZone={timeZone} />
          <p className="border-t border-line px-3 py-2 text-small text-quiet">{sayResume(catchUp)}</p>
        </>
      )}
      {state === 'ACTIVE' && <UpcomingTable label="Next five" times={upcoming} timeZone={timeZone} />}
      {state === 'ENDED' && (
        <EmptyState title="It has ended">Its last instant has passed, or somebody deleted it.</EmptyState>
      )}
    </Panel>
  );
}
