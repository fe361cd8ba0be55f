/** The limits of a tenant as a form holds them: texts, where an empty one is no limit. */
import type { TenantLimitsInput } from '#components/generated/settings.ts';
import { type RateText, rateProblem, rateText, readRateText } from '#components/kit/form/duration/rate-text.ts';
import type { Problems } from '#components/kit/form/form-state.ts';
import { laneBounds } from '#domain/bounds/lane.ts';
import type { Rate } from '#domain/rate/rate.ts';

export type LimitsForm = RateText & { maxRunningJobs: string; maxQueuedJobs: string; weight: string };
export type LimitsProblems = Problems<keyof typeof limitsFields>;

/** What each field of the form is called. */
export const limitsFields = {
  maxRunningJobs: { label: 'Jobs running at once', of: ['maxRunningJobs'] },
  maxQueuedJobs: { label: 'Jobs waiting', of: ['maxQueuedJobs'] },
  weight: { label: 'Weight', of: ['weight'] },
  rate: { label: 'Starts at most', of: ['rateMax', 'ratePer'] },
} as const;

type Limits = { maxRunningJobs: number | null; maxQueuedJobs: number | null; weight: number; rate: Rate | null };

/** The limits as they are. */
export function limitsForm({ maxRunningJobs, maxQueuedJobs, weight, rate }: Limits): LimitsForm {
  return {
    maxRunningJobs: maxRunningJobs === null ? '' : String(maxRunningJobs),
    maxQueuedJobs: maxQueuedJobs === null ? '' : String(maxQueuedJobs),
    weight: String(weight),
    ...rateText(rate),
  };
}

/** What the form says, or what is wrong with it. */
export function readLimits(form: LimitsForm): { limits: TenantLimitsInput | undefined; problems: LimitsProblems } {
  const problems: LimitsProblems = {};
  for (const field of ['maxRunningJobs', 'maxQueuedJobs'] as const) {
    if (!/^\d*$/.test(form[field].trim())) problems[field] = 'A whole number, or nothing for no limit.';
  }
  const weight = readLimit(form.weight);
  if (weight === null || !Number.isInteger(weight) || weight < 1 || weight > laneBounds.weightMax)
    problems.weight = `A whole number from 1 to ${laneBounds.weightMax.toLocaleString('en')}.`;
  const unfit = rateProblem(form);
  if (unfit !== undefined) problems.rate = unfit;
  if (Object.keys(problems).length > 0) return { limits: undefined, problems };
  const limits = {
    maxRunningJobs: readLimit(form.maxRunningJobs),
    maxQueuedJobs: readLimit(form.maxQueuedJobs),
    weight,
    rate: readRateText(form) ?? null,
  };
  return { limits, problems };
}

/** A limit in words. */
export function sayLimit(limit: number | null): string {
  return limit === null ? 'no limit' : limit.toLocaleString('en');
}

function readLimit(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim());
}
