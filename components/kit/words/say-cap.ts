/** What another cap would do at once, for whoever is about to set it. */
import { sayCount } from '#domain/value/say-count.ts';

type Standing = { running: number; waiting: number };

/** The sentence; `cap` is null for none. */
export function sayCap({ running, waiting }: Standing, cap: number | null): string {
  const now = `${sayCount(running, 'job')} ${running === 1 ? 'runs' : 'run'} now`;
  if (cap === null)
    return waiting === 0 ? `${now}; no cap.` : `${now}; what waits starts as far as workers have slots.`;
  if (cap === 0)
    return running === 0
      ? 'With 0 nothing starts.'
      : `${now} and ${running === 1 ? 'finishes' : 'finish'}; with 0 nothing new starts.`;
  const most = cap.toLocaleString('en');
  if (running < cap)
    return `${now}; with ${most} up to ${(cap - running).toLocaleString('en')} more may start at once.`;
  const toEnd = running - cap + 1;
  const have = toEnd === 1 ? 'has' : 'have';
  return `${now}; with ${most} nothing new starts until ${toEnd.toLocaleString('en')} ${have} ended.`;
}

/** What another cap on waiting jobs would do at once. */
export function sayWaitingCap(waiting: number, cap: number | null): string {
  const now = `${sayCount(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'} to begin now`;
  if (cap === null) return `${now}; no limit.`;
  const most = cap.toLocaleString('en');
  if (waiting < cap) return `${now}; with ${most} up to ${(cap - waiting).toLocaleString('en')} more are taken.`;
  const toBegin = waiting - cap + 1;
  const have = toBegin === 1 ? 'has' : 'have';
  return `${now}; with ${most} new ones are refused until ${toBegin.toLocaleString('en')} ${have} begun.`;
}

/** What a weight gives beside the others of its priority that have work, each with its own. */
export function sayWeight(weight: number, beside: readonly number[]): string {
  if (beside.length === 0) return 'No other queue of its priority has work now: what comes free is all its own.';
  const all = beside.reduce((sum, other) => sum + other, weight);
  const percent = (100 * weight) / all;
  const said = percent < 10 ? percent.toFixed(1) : Math.round(percent);
  const others = `${sayCount(beside.length, 'other queue')} of its priority`;
  return `Beside ${others} with work: ${weight.toLocaleString('en')} of ${all.toLocaleString('en')} shares, ${said} % of what comes free.`;
}
