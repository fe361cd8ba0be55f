/** Quotas in words: what they are called, how they stand, and what a change of one does at once. */
import type { Problems } from '#components/kit/form/form-state.ts';
import type { Look } from '#components/state/state-look.ts';
import { type QuotaMeasure, type QuotaPeriod, quotaBounds, quotaMeasures, quotaPeriods } from '#domain/bounds/quota.ts';
import { type Standing, sayUsed } from '#domain/quota/quota.ts';

export type QuotaKind = { measure: QuotaMeasure; period: QuotaPeriod };
export type ShownQuota = QuotaKind & { max: number; used: number; standing: Standing; resetsAt: string };

const measureWords: Record<QuotaMeasure, string> = { JOBS: 'Jobs', RUN_MINUTES: 'Run minutes' };
const periodWords: Record<QuotaPeriod, string> = { DAY: 'a day', MONTH: 'a month' };

/** `Jobs a day` */
export function nameOfQuota({ measure, period }: QuotaKind): string {
  return `${measureWords[measure]} ${periodWords[period]}`;
}

export const standingLooks: Record<Standing, Look> = {
  OPEN: { word: 'Open', family: 'success', glyph: 'check' },
  WARNED: { word: 'Nearly used up', family: 'warning', glyph: 'mark' },
  EXHAUSTED: { word: 'Used up', family: 'failed', glyph: 'flame' },
};

/** The colour of the bar: that of its standing, but for what is in order. */
export function barFamily(standing: Standing): Look['family'] {
  return standing === 'OPEN' ? 'running' : standingLooks[standing].family;
}

/** `37 / 50` */
export function sayUse({ measure, used, max }: Pick<ShownQuota, 'measure' | 'used' | 'max'>): string {
  return `${sayUsed({ measure, used })} / ${max.toLocaleString('en')}`;
}

/** Where people are warned. */
export function warningMark(max: number): number {
  return (max * quotaBounds.warnedAtPercent) / 100;
}

/** The kinds that have no quota yet, in the order of the list. */
export function freeKinds(taken: readonly QuotaKind[]): QuotaKind[] {
  return quotaMeasures
    .flatMap((measure) => quotaPeriods.map((period) => ({ measure, period })))
    .filter((kind) => !taken.some(({ measure, period }) => measure === kind.measure && period === kind.period));
}

export type QuotaForm = { kind: string; max: string };
export type QuotaField = 'kind' | 'max';

export const quotaFields = {
  kind: { label: 'What it counts', of: ['kind'] },
  max: { label: 'At most', of: ['max'] },
} as const;

export const keyOfKind = ({ measure, period }: QuotaKind): string => `${measure} ${period}`;

/** The kind behind the choice of a form. */
export function kindOf(key: string): QuotaKind | undefined {
  return freeKinds([]).find((kind) => keyOfKind(kind) === key);
}

/** What the form says; undefined where it says nothing that could be sent. */
export function readMax(text: string): number | undefined {
  const plain = text.replaceAll(',', '').trim();
  if (!/^\d{1,12}$/.test(plain)) return undefined;
  const max = Number(plain);
  return max >= 1 && max <= quotaBounds.amountMax ? max : undefined;
}

export function problemsInQuota({ kind, max }: QuotaForm): Problems<QuotaField> {
  const most = quotaBounds.amountMax.toLocaleString('en');
  return {
    ...(kindOf(kind) === undefined && { kind: 'Choose one.' }),
    ...(readMax(max) === undefined && { max: `A whole number from 1 to ${most}.` }),
  };
}

/** What the number that is typed does at once: a rule alone would leave that to be found out. */
export function sayChange(quota: ShownQuota | undefined, typed: string): string {
  const max = readMax(typed);
  if (quota === undefined) return 'It counts from now on: what was used before is not counted.';
  const { measure, used, resetsAt } = quota;
  const now = `${sayUsed({ measure, used })} of ${quota.max.toLocaleString('en')} are used.`;
  if (max === undefined || max === quota.max) return now;
  const given = max.toLocaleString('en');
  if (used >= max) return `${now} With ${given}, new jobs are refused at once, until ${resetsAt}; what runs goes on.`;
  const left = measure === 'JOBS' ? `another ${(max - used).toLocaleString('en')}` : 'new jobs';
  const again = used >= quota.max ? ' again' : '';
  return `${now} With ${given}, ${left} are accepted${again} at once.`;
}

/** What a reset does at once. */
export function sayReset({ measure, used, max, standing, resetsAt }: ShownQuota): [now: string, then: string] {
  const now = `${sayUsed({ measure, used })} of ${max.toLocaleString('en')} are used.`;
  const then = standing === 'EXHAUSTED' ? 'New jobs are accepted again at once' : 'Counting begins anew at once';
  return [`${now} ${then}.`, `The period ends as before, at ${resetsAt}.`];
}
