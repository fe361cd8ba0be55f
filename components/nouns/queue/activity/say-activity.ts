/** The last hour of a queue in words. */
import { saySpan } from '#components/time/say-time.ts';

export type Activity = {
  succeeded: number;
  failed: number;
  errorPercent: number | null;
  p95Ms: number | null;
  isExact: boolean;
};

/** `4.2 %`; a failure is never rounded to none. */
export function sayErrors({ errorPercent }: Pick<Activity, 'errorPercent'>): string {
  if (errorPercent === null) return '–';
  if (errorPercent === 0) return '0 %';
  return errorPercent < 0.1
    ? '< 0.1 %'
    : `${errorPercent >= 10 ? Math.round(errorPercent) : errorPercent.toFixed(1)} %`;
}

/** How long 95 of 100 took at most. */
export function sayP95({ p95Ms }: Pick<Activity, 'p95Ms'>): string {
  return p95Ms === null ? '–' : saySpan(p95Ms);
}

/** What a sparkline shows: `in the last hour 120 succeeded, 3 failed`. */
export function sayHour({ succeeded, failed, isExact }: Activity): string {
  if (succeeded + failed === 0) return 'in the last hour nothing ended';
  const more = isExact ? '' : '+';
  return `in the last hour ${succeeded.toLocaleString('en')}${more} succeeded, ${failed.toLocaleString('en')}${more} failed`;
}

/** True when so much fails that somebody should look. */
export function isFailing({ errorPercent }: Pick<Activity, 'errorPercent'>): boolean {
  return errorPercent !== null && errorPercent > failingPercent;
}

// The success that a tenant is held to is 97 of 100.
const failingPercent = 3;
