/** Instants and spans in words, for a reader whose clock is `nowMs`. */

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A span as a clock would show it, its two largest units: `340 ms`, `12.4 s`, `3:07 min`, `2 h 05 min`, `4 d 03 h`. */
export function saySpan(spanMs: number): string {
  // A reader's clock may run behind the server's.
  const ms = Math.max(0, Math.round(spanMs));
  if (ms < secondMs) return `${ms} ms`;
  if (ms < minuteMs) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}:${two((ms % minuteMs) / secondMs)} min`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)} h ${two((ms % hourMs) / minuteMs)} min`;
  return `${Math.floor(ms / dayMs)} d ${two((ms % dayMs) / hourMs)} h`;
}

/** A span that still grows: whole seconds, so that it does not flicker. */
export function sayGrowingSpan(spanMs: number): string {
  return spanMs < minuteMs ? `${Math.max(0, Math.floor(spanMs / secondMs))} s` : saySpan(spanMs);
}

/** Where an instant lies as seen from now: `just now`, `12 s ago`, `in 5 min`, `3 d ago`. */
export function sayDistance(atMs: number, nowMs: number): string {
  const distanceMs = Math.abs(atMs - nowMs);
  if (distanceMs < secondMs) return 'just now';
  const words = sayLargest(distanceMs);
  return atMs > nowMs ? `in ${words}` : `${words} ago`;
}

/** An instant in full, in a zone and named with it. */
export function sayInstant(atMs: number, timeZone: string): string {
  const parts: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  };
  return new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone }).format(atMs);
}

/** An instant as a clock shows it, only as much as tells it from now: the time of today, with the day before that. */
export function sayStamp(atMs: number, { nowMs, timeZone }: { nowMs: number; timeZone: string }): string {
  const time = clockOf(timeZone).format(atMs);
  const day = dayOf(timeZone).format(atMs);
  const today = dayOf(timeZone).format(nowMs);
  if (day === today) return time;
  return `${day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day} ${time}`;
}

const instants = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** A sentence of the engine, whose instants are in UTC, by the clock of the reader's zone. */
export function byClock(sentence: string, clock: { nowMs: number; timeZone: string }): string {
  return sentence.replaceAll(instants, (instant) => sayStamp(Date.parse(instant), clock));
}

// Making a formatter costs more than using it a thousand times; a reader sees three zones at most.
const clocks = new Map<string, Intl.DateTimeFormat>();
const days = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium', hourCycle: 'h23' });
  clocks.set(timeZone, made);
  return made;
}

function dayOf(timeZone: string): Intl.DateTimeFormat {
  const known = days.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  days.set(timeZone, made);
  return made;
}

function sayLargest(ms: number): string {
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)} h`;
  return `${Math.floor(ms / dayMs)} d`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
