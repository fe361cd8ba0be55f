/** A span as a form holds it: ISO 8601 text, which a person reads as a number and a unit. */
import { formatDuration, parseDurationMs } from '#domain/value/duration.ts';

export const durationUnits = ['ms', 's', 'min', 'h', 'd'] as const;
export type DurationUnit = (typeof durationUnits)[number];
/** As a person types it. */
export type DurationParts = { amount: string; unit: DurationUnit };

const unitMs: Record<DurationUnit, number> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** The number and the largest unit in which it is whole. Undefined for text that is no span. */
export function partsOf(text: string): DurationParts | undefined {
  if (text.trim() === '') return { amount: '', unit: 's' };
  const ms = parseDurationMs(text);
  if (!ms.ok) return undefined;
  const unit = durationUnits.findLast((one) => ms.value > 0 && ms.value % unitMs[one] === 0) ?? 's';
  return { amount: String(ms.value / unitMs[unit]), unit };
}

/** The text of a number and a unit; what is no number stays as it is, and is refused where it is checked. */
export function durationText({ amount, unit }: DurationParts): string {
  const trimmed = amount.trim().replace(',', '.');
  if (trimmed === '') return '';
  const ms = /^\d{1,12}(\.\d{1,3})?$/.test(trimmed) ? Math.round(Number(trimmed) * unitMs[unit]) : Number.NaN;
  return Number.isSafeInteger(ms) ? formatDuration(ms) : amount;
}

/**
 * What a field of a value shows. What was typed stands as it was typed while it is being typed, and for as long as it
 * means the value: 90 s does not become 1.5 min under the hand.
 */
export function shownParts(value: string, typed: DurationParts | undefined, isTyping: boolean): DurationParts {
  if (typed !== undefined && (isTyping || durationText(typed) === value)) return typed;
  return partsOf(value) ?? { amount: value, unit: 's' };
}

/** True for a span, or nothing at all. */
export function isDurationText(text: string): boolean {
  return text.trim() === '' || parseDurationMs(text).ok;
}
