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
