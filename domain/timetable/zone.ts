/**
 * Time zones as stretches of constant offset, found through Intl. Wall-clock time is kept as the milliseconds
 * that the same reading would have in UTC, so that all calendar arithmetic happens where no clock ever jumps.
 */
import { bounds } from '#domain/bounds.ts';
import { boundedMemo } from './memo.ts';

/** A time in which the zone's clocks run evenly: `[startMs, endMs)`, wall clock = instant + offsetMs. */
export type Stretch = { startMs: number; endMs: number; offsetBeforeMs: number; offsetMs: number };

const dayMs = 24 * 3_600_000;
// Clocks are probed once a day: no zone ever moved its clocks twice in 24 hours.
const spanMs = 366 * dayMs;
const zoneNamePattern = /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/;

const formatters = boundedMemo<Intl.DateTimeFormat>(bounds.zoneMemoMax);
const changesBySpan = boundedMemo<number[]>(bounds.zoneMemoMax);

/** True for the name of a zone in the IANA database; bare offsets such as `+02:00` are not zones. */
export function isTimeZone(name: string): boolean {
  if (!zoneNamePattern.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch (fault) {
    if (fault instanceof RangeError) return false;
    throw fault;
  }
}

/** How far the zone's wall clock is ahead of UTC at an instant. */
export function offsetMsAt(timeZone: string, atMs: number): number {
  const formatter = formatters(
    timeZone,
    () => new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }),
  );
  const name = formatter.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  if (match === null) throw new Error(`Intl named the offset of ${timeZone} "${name}"`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const aheadMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -aheadMs : aheadMs;
}

/** The stretch that holds an instant. A stretch may end early without a change of offset, so callers walk on. */
export function stretchAt(timeZone: string, atMs: number): Stretch {
  const span = Math.floor(atMs / spanMs);
  const changes = [...changesIn(timeZone, span - 1), ...changesIn(timeZone, span)];
  const startMs = changes.findLast((changeMs) => changeMs <= atMs) ?? (span - 1) * spanMs;
  const endMs = changes.find((changeMs) => changeMs > atMs) ?? (span + 1) * spanMs;
  return {
    startMs,
    endMs,
    offsetBeforeMs: offsetMsAt(timeZone, startMs - 1),
    offsetMs: offsetMsAt(timeZone, startMs),
  };
}

/** A reading of the wall clock with its offset, for example `2026-03-29T03:00:00+02:00`. */
export function localText(atMs: number, offsetMs: number): string {
  const reading = new Date(atMs + offsetMs).toISOString().slice(0, 19);
  const offset = new Date(Math.abs(offsetMs)).toISOString();
  const text = offset.slice(17, 19) === '00' ? offset.slice(11, 16) : offset.slice(11, 19);
  return `${reading}${offsetMs < 0 ? '-' : '+'}${text}`;
}

function changesIn(timeZone: string, span: number): number[] {
  return changesBySpan(`${timeZone}|${span}`, () => {
    const changes: number[] = [];
    const endMs = (span + 1) * spanMs;
    let offsetMs = offsetMsAt(timeZone, span * spanMs - 1);
    for (let probeMs = span * spanMs - 1; probeMs < endMs - 1; probeMs += dayMs) {
      const nextOffsetMs = offsetMsAt(timeZone, probeMs + dayMs);
      if (nextOffsetMs !== offsetMs) changes.push(changeBetween(timeZone, probeMs, probeMs + dayMs));
      offsetMs = nextOffsetMs;
    }
    return changes;
  });
}

function changeBetween(timeZone: string, fromMs: number, toMs: number): number {
  const offsetMs = offsetMsAt(timeZone, fromMs);
  let beforeMs = fromMs;
  let afterMs = toMs;
  while (afterMs - beforeMs > 1) {
    const middleMs = Math.floor((beforeMs + afterMs) / 2);
    if (offsetMsAt(timeZone, middleMs) === offsetMs) beforeMs = middleMs;
    else afterMs = middleMs;
  }
  return afterMs;
}
