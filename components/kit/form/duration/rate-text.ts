/** A rate as a form holds it: how many as it was typed, and in what span. */
import { rateBounds } from '#domain/bounds/rate.ts';
import { type Rate, type RatePer, ratePers, rateWindowMs } from '#domain/rate/rate.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { sayCount } from '#domain/value/say-count.ts';

export type RateText = { rateMax: string; ratePer: RatePer };

export const noRate: RateText = { rateMax: '', ratePer: 'SECOND' };

/** What each span is called beside a number. */
export const perWords: Readonly<Record<RatePer, string>> = {
  SECOND: 'a second',
  MINUTE: 'a minute',
  HOUR: 'an hour',
};

export const perOptions = ratePers.map((per) => ({ value: per, word: perWords[per] }));

/** A rate as the form shows it. */
export function rateText(rate: Rate | null): RateText {
  return rate === null ? noRate : { rateMax: String(rate.max), ratePer: rate.per };
}

/** What was typed: null for no rate, undefined for what is none. */
export function readRateText({ rateMax, ratePer }: RateText): Rate | null | undefined {
  const typed = rateMax.trim();
  if (typed === '') return null;
  const max = Number(typed);
  return /^\d{1,7}$/.test(typed) && max >= 1 && max <= rateBounds.maxMax ? { max, per: ratePer } : undefined;
}

/** What is wrong with what was typed. */
export function rateProblem(typed: RateText): string | undefined {
  if (readRateText(typed) !== undefined) return undefined;
  return `A whole number from 1 to ${rateBounds.maxMax.toLocaleString('en')}, or nothing for no rate.`;
}

/** A rate in words. */
export function sayRate(rate: Rate | null): string {
  return rate === null ? 'no rate' : `${rate.max.toLocaleString('en')} ${perWords[rate.per]}`;
}

/** What the rate that is typed does to jobs that wait: a rule alone would leave that to be reckoned. */
export function sayRateNow(typed: RateText, waiting: number): string {
  const rate = readRateText(typed);
  if (rate === undefined || rate === null || waiting <= rate.max)
    return 'Attempts of its jobs, in any such span of time. Empty means no rate.';
  const spans = Math.floor((waiting - 1) / rate.max);
  return `${sayCount(waiting, 'job')} wait now; the last of them starts in ${sayDuration(spans * rateWindowMs[rate.per])} at the earliest.`;
}
