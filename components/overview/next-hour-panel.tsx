'use client';

import { CalendarClock } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { schedulePath, screens } from '#components/kit/words/paths.ts';
import { ageOf } from '#components/time/as-of.tsx';
import { useNow } from '#components/time/clock.ts';
import { Moment } from '#components/time/moment.tsx';
import { sayStamp } from '#components/time/say-time.ts';
import { useAsOf } from '#components/time/use-as-of.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { type Cell, nextHour, nextOfEach, type PlannedSchedule, sayTicks } from './next-hour.ts';
import { useNextHour } from './use-overview.ts';

const listedMax = 5;
// It is read each minute, and twice as much is too long.
const nextHourOldMs = 130_000;

/** What the schedules will fire within the hour, and the next tick of each. */
export function NextHourPanel() {
  const answer = useNextHour();
  const asOfMs = useAsOf(answer, nextHourOldMs);
  return (
    <Panel
      title="Next hour"
      age={ageOf(asOfMs)}
      aside={
        <span className="flex gap-3">
          <Link className="link" href={screens.timeline}>
            Timeline
          </Link>
          <Link className="link" href={screens.schedules}>
            All schedules
          </Link>
        </span>
      }
    >
      <Reading answer={answer} rows={5}>
        {({ schedules }) =>
          schedules.nodes.length === 0 ? (
            <NoSchedules />
          ) : (
            <Hour schedules={schedules.nodes} totalCount={schedules.totalCount} />
          )
        }
      </Reading>
    </Panel>
  );
}

function Hour({ schedules, totalCount }: { schedules: readonly PlannedSchedule[]; totalCount: number }) {
  const nowMs = useNow();
  const cells = nextHour(schedules, nowMs);
  const rest = totalCount - schedules.length;
  const quiet = nextOfEach(schedules, nowMs, schedules.length).length - listedMax;
  const most = Math.max(1, ...cells.map(({ ticks }) => ticks.length));
  return (
    <div className="flex flex-col gap-2 p-3">
      <ol aria-label="Ticks in the next hour" className="grid grid-cols-12 gap-0.5">
        {cells.map((cell) => (
          <HourCell key={cell.atMs} cell={cell} most={most} />
        ))}
      </ol>
      <ul aria-label="Next tick of each schedule" className="flex flex-col">
        {nextOfEach(schedules, nowMs, listedMax).map(({ id, name, atMs }) => (
          <li key={id} className="flex min-h-7 items-center gap-3">
            <Link className="link min-w-0 flex-1 truncate" href={schedulePath(id)}>
              {name}
            </Link>
            <Moment at={new Date(atMs).toISOString()} style="both" />
          </li>
        ))}
        {quiet > 0 && <li className="min-h-7 text-quiet">and {quiet} more that come later</li>}
      </ul>
      {rest > 0 && (
        <p className="text-quiet">
          The newest {schedules.length} active schedules are counted here;{' '}
          <Link className="link" href={screens.activeSchedules}>
            {rest} more
          </Link>{' '}
          are not.
        </p>
      )}
    </div>
  );
}

const barHeight = 32;

function HourCell({ cell: { atMs, ticks }, most }: { cell: Cell; most: number }) {
  const { timeZone } = useZone();
  const clock = sayStamp(atMs, { nowMs: atMs, timeZone }).slice(0, 5);
  const names = sayTicks(ticks);
  return (
    <li
      data-whole={ticks.length === 0 ? undefined : names}
      className="flex flex-col text-center text-[0.8rem] text-quiet"
    >
      <span className="flex flex-col justify-end" style={{ height: barHeight }}>
        {ticks.length > 0 && <span className="font-semibold leading-none text-ink">{ticks.length}</span>}
        <span
          aria-hidden
          className="mt-0.5 rounded-t-[2px] bg-control"
          style={{ height: ticks.length === 0 ? 1 : 3 + (ticks.length / most) * 15 }}
        />
      </span>
      <time dateTime={new Date(atMs).toISOString()}>{clock}</time>
      <span className="sr-only">{ticks.length === 0 ? 'nothing' : names}</span>
    </li>
  );
}

function NoSchedules() {
  return (
    <EmptyState
      Icon={CalendarClock}
      title="No schedule is active."
      actions={
        <ButtonLink isSmall href={screens.newSchedule}>
          New schedule
        </ButtonLink>
      }
    >
      A schedule starts a task or a workflow by the clock. What it will fire within the hour stands here.
    </EmptyState>
  );
}
