import { sayStamp } from '#components/time/say-time.ts';

type Clock = { nowMs: number; timeZone: string };
type Said = { day: string; time: string };

/** The instants after the next one, each by what differs from the one before: `13:54, 23:58, 11-25 00:00, 11-26`. */
export function sayThen(
  times: readonly { at: string }[],
  { nextRunAt, ...clock }: Clock & { nextRunAt: string | null },
) {
  if (nextRunAt === null) return '';
  const nextMs = Date.parse(nextRunAt);
  const later = times.map(({ at }) => Date.parse(at)).filter((atMs) => atMs > nextMs);
  const all = [nextMs, ...later].map((atMs) => stampOf(atMs, clock));
  return all
    .slice(1)
    .map((said, place) => sayAfter(said, all[place]))
    .join(', ');
}

// Timetables count in minutes: their seconds would only be read in vain.
function stampOf(atMs: number, clock: Clock): Said {
  const words = sayStamp(atMs, clock).split(' ');
  const time = words.at(-1) ?? '';
  return {
    day: words.length > 1 ? (words[0] ?? '') : '',
    time: atMs % 60_000 === 0 ? time.slice(0, -':00'.length) : time,
  };
}

function sayAfter({ day, time }: Said, before: Said | undefined): string {
  if (day === '' || day === before?.day) return time;
  return time === before?.time ? day : `${day} ${time}`;
}
