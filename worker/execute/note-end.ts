/** The engine's last words in the log of an attempt: how it ended, and what follows from it. */
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import type { Attempt } from './attempt.ts';

/** Says how it ended. One that succeeded without a word stays without one. */
export function noteEnd(attempt: Attempt, { to, error, decision }: Settlement): void {
  const log = to === 'SUCCEEDED' ? attempt.begunLog : attempt.log;
  if (log === undefined) return;
  log.end();
  if (error !== undefined) log.say('ERROR', [`${error.type}: ${error.message}`, error.stack ?? []].flat().join('\n'));
  log.say('INFO', sentenceOf(to, decision ?? ''));
}

/** Says that it was ended from outside. */
export function noteDrop({ begunLog }: Attempt, reason: string): void {
  begunLog?.end();
  begunLog?.say('WARN', `ended from outside: ${reason}`);
}

function sentenceOf(to: Settlement['to'], decision: string): string {
  if (to === 'SUCCEEDED') return 'succeeded';
  if (to === 'PENDING') return `given back: ${decision}`;
  return decision === '' ? 'failed' : decision;
}
