/** How many jobs may start in a span of time, wherever it begins. */
import { rateBounds } from '#domain/bounds/rate.ts';
import type { Refusal } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import { checkInteger } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

export const ratePers = ['SECOND', 'MINUTE', 'HOUR'] as const;
export type RatePer = (typeof ratePers)[number];

/** No span of this length sees more than `max` starts. */
export type Rate = { max: number; per: RatePer };

export const rateWindowMs = { SECOND: 1_000, MINUTE: 60_000, HOUR: 3_600_000 } as const satisfies Record<
  RatePer,
  number
>;

/** What is wrong with a rate as somebody gives it; nothing is wrong with none. */
export function checkRate({ value, path }: { value: unknown; path: string[] }): Refusal[] {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value))
    return [{ code: 'BAD_INPUT', message: 'a rate is { max, per }, such as { "max": 10, "per": "SECOND" }', path }];
  const { max, per } = value;
  const here = [...path, 'max'];
  const refusals: Refusal[] =
    max === undefined || max === null
      ? [{ code: 'BAD_INPUT', message: 'a whole number is needed here', path: here }]
      : checkInteger({ value: max, path: here, min: 1, max: rateBounds.maxMax });
  if (isRatePer(per)) return refusals;
  const message = `a span is needed here: ${ratePers.join(', ')}`;
  return [...refusals, { code: 'BAD_INPUT', message, path: [...path, 'per'] }];
}

/** A rate that was checked when it was given; null where nothing limits. */
export function readRate(stored: Json | undefined): Rate | null {
  if (stored === undefined || stored === null) return null;
  assert(isJsonObject(stored) && typeof stored.max === 'number' && isRatePer(stored.per), 'a stored rate was checked');
  return { max: stored.max, per: stored.per };
}

function isRatePer(value: unknown): value is RatePer {
  return ratePers.some((per) => per === value);
}
