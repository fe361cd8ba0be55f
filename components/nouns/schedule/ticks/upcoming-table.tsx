'use client';

import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { useNow } from '#components/time/clock.ts';
import { Moment } from '#components/time/moment.tsx';
import { useZone } from '#components/time/zone-context.tsx';
import { sayOnClock, zoneColumns } from './zone-columns.ts';

type Instant = { at: string; note: string | null };
type UpcomingProps = { label: string; times: readonly Instant[]; timeZone: string };

/** Instants on the clocks that matter, side by side: the schedule's, the reader's own and UTC. */
export function UpcomingTable({ label, times, timeZone }: UpcomingProps) {
  const { zones } = useZone();
  const columns = zoneColumns(timeZone, zones.viewer);
  return (
    <TableFrame label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.timeZone} scope="col" className="whitespace-normal py-1.5">
              <ZoneName timeZone={column.timeZone} />
              {column.words !== '' && <span className="block font-normal">{column.words}</span>}
            </th>
          ))}
          <th scope="col">From now</th>
        </tr>
      </thead>
      <tbody>
        {times.map(({ at, note }) => (
          <UpcomingRow key={at} at={at} note={note} clocks={columns.map((column) => column.timeZone)} />
        ))}
      </tbody>
    </TableFrame>
  );
}

/** A long name may break where its parts meet. */
function ZoneName({ timeZone }: { timeZone: string }) {
  return timeZone.split('/').map((part, place) => (
    <span key={part} className="inline-block">
      {place > 0 && '/'}
      {part.replaceAll('_', ' ')}
    </span>
  ));
}

function OnClock({ at, timeZone }: { at: string; timeZone: string }) {
  const words = sayOnClock(at, { timeZone, nowMs: useNow() });
  const cut = words.lastIndexOf(' ');
  // Where three clocks with their years are too wide, the time goes below its day.
  return (
    <>
      <span className="whitespace-nowrap">{words.slice(0, cut)}</span> {words.slice(cut + 1)}
    </>
  );
}

function UpcomingRow({ at, note, clocks }: Instant & { clocks: readonly string[] }) {
  return (
    <>
      <tr>
        {clocks.map((clock) => (
          <td key={clock}>
            <OnClock at={at} timeZone={clock} />
          </td>
        ))}
        <td>
          <Moment at={at} style="relative" />
        </td>
      </tr>
      {note !== null && (
        <tr>
          <td colSpan={clocks.length + 1} className="text-small text-warning">
            {note}
          </td>
        </tr>
      )}
    </>
  );
}
