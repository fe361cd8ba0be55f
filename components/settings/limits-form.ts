/** The limits of a tenant as a form holds them: texts, where an empty one is no limit. */
import type { TenantLimitsInput } from '#components/generated/documents.ts';

export type LimitsForm = { maxRunningJobs: string; maxQueuedJobs: string };
export type LimitsProblems = Partial<Record<keyof LimitsForm, string>>;

type Limits = { maxRunningJobs: number | null; maxQueuedJobs: number | null };

/** The limits as they are. */
export function limitsForm({ maxRunningJobs, maxQueuedJobs }: Limits): LimitsForm {
  return {
    maxRunningJobs: maxRunningJobs === null ? '' : String(maxRunningJobs),
    maxQueuedJobs: maxQueuedJobs === null ? '' : String(maxQueuedJobs),
  };
}

/** What the form says, or what is wrong with it. */
export function readLimits(
  form: LimitsForm,
): { ok: true; limits: TenantLimitsInput } | { ok: false; problems: LimitsProblems } {
  const problems: LimitsProblems = {};
  for (const field of ['maxRunningJobs', 'maxQueuedJobs'] as const) {
    if (!/^\d*$/.test(form[field].trim())) problems[field] = 'A whole number, or nothing for no limit.';
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const limits = {
    maxRunningJobs: readLimit(form.maxRunningJobs),
    maxQueuedJobs: readLimit(form.maxQueuedJobs),
  };
  return { ok: true, limits };
}

/** A limit in words. */
export function sayLimit(limit: number | null): string {
  return limit === null ? 'no limit' : limit.toLocaleString('en');
}

function readLimit(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim());
}
