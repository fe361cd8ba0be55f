/** Durations: ISO 8601 at the border, milliseconds inside. Months and years have no fixed length and are refused. */
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';

const units = [
  { letter: 'W', ms: 7 * 24 * 3_600_000 },
  { letter: 'D', ms: 24 * 3_600_000 },
  { letter: 'H', ms: 3_600_000 },
  { letter: 'M', ms: 60_000 },
  { letter: 'S', ms: 1_000 },
] as const;

// Six decimals keep the arithmetic below exact: 10^6 weeks in milliseconds stay under 2^53.
const amount = String.raw`\d{1,12}(?:[.,]\d{1,6})?`;
const durationPattern = new RegExp(
  `^P(?=.)(?:(${amount})W)?(?:(${amount})D)?(?:T(?=.)(?:(${amount})H)?(?:(${amount})M)?(?:(${amount})S)?)?$`,
);
const calendarPattern = /^P[^T]*[YM]/;

/** Reads an ISO 8601 duration such as `PT15M`, `P1DT12H` or `PT0.25S`. */
export function parseDurationMs(text: string, path: string[] = []): Outcome<number> {
  const quoted = `"${text.slice(0, 40)}"`;
  if (calendarPattern.test(text)) {
    return refuse('BAD_DURATION', `${quoted} counts months or years, which vary in length; write days`, path);
  }
  const match = durationPattern.exec(text);
  if (match === null) return refuse('BAD_DURATION', `${quoted} is not an ISO 8601 duration such as PT15M`, path);
  const parts = units
    .map((unit, index) => ({ unitMs: unit.ms, text: match[index + 1] }))
    .filter((part) => part.text !== undefined);
  let totalMs = 0;
  for (const [index, part] of parts.entries()) {
    const [whole = '', fraction = ''] = (part.text ?? '').split(/[.,]/);
    if (fraction !== '' && index !== parts.length - 1) {
      return refuse('BAD_DURATION', `${quoted} has a fraction before its last part`, path);
    }
    totalMs += Number(whole) * part.unitMs + (Number(fraction) * part.unitMs) / 10 ** fraction.length;
  }
  if (!Number.isInteger(totalMs)) return refuse('BAD_DURATION', `${quoted} is finer than a millisecond`, path);
  if (totalMs > valueBounds.durationMsMax) {
    return refuse('BAD_DURATION', `${quoted} is longer than ${formatDuration(valueBounds.durationMsMax)}`, path);
  }
  return done(totalMs);
}

/** Writes milliseconds as the shortest ISO 8601 duration in days, hours, minutes and seconds. */
export function formatDuration(ms: number): string {
  if (ms === 0) return 'PT0S';
  let restMs = ms;
  let date = '';
  let time = '';
  for (const unit of units) {
    if (unit.letter === 'W') continue;
    const count = unit.letter === 'S' ? restMs / unit.ms : Math.floor(restMs / unit.ms);
    restMs -= Math.floor(count) * unit.ms;
    if (count === 0) continue;
    if (unit.letter === 'D') date = `${count}D`;
    else time += `${count}${unit.letter}`;
  }
  return time === '' ? `P${date}` : `P${date}T${time}`;
}

const words = [
  { word: 'd', ms: 24 * 3_600_000 },
  { word: 'h', ms: 3_600_000 },
  { word: 'min', ms: 60_000 },
  { word: 's', ms: 1_000 },
  { word: 'ms', ms: 1 },
] as const;

/** Says a duration in a sentence, in its two largest units: `3 d 2 h`, `45 s`, `250 ms`. */
export function sayDuration(ms: number): string {
  const first = words.findIndex((unit) => ms >= unit.ms);
  const large = words[first];
  if (large === undefined) return '0 s';
  const small = words[first + 1];
  const count = Math.floor(ms / large.ms);
  const rest = small === undefined ? 0 : Math.floor((ms - count * large.ms) / small.ms);
  return rest === 0 || small === undefined ? `${count} ${large.word}` : `${count} ${large.word} ${rest} ${small.word}`;
}
