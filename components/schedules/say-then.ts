import { sayStamp } from '#components/time/say-time.ts';

type Clock = { nowMs: number; timeZone: string };

/** The instants after the next one, as short as tells them apart: `13:54, 13:56, 11-25 00:00`. */
export function sayThen(
  times: readonly { at: string }[],
  { nextRunAt, ...clock }: Clock & { nextRunAt: string | null },
) {
  const nextMs = nextRunAt === null ? Number.NEGATIVE_INFINITY : Date.parse(nextRunAt);
  return times
    .map(({ at }) => Date.parse(at))
    .filter((atMs) => atMs > nextMs)
    .map((atMs) => sayMinute(atMs, clock))
    .join(', ');
}

// Timetables count in minutes: their seconds would only be read in vain.
function sayMinute(atMs: number, clock: Clock): string {
  const stamp = sayStamp(atMs, clock);
  return atMs % 60_000 === 0 ? stamp.slice(0, -':00'.length) : stamp;
}
