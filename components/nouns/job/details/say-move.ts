/** Why a job changed its state. */
import { type JobState, jobMoves } from '#domain/machines.ts';

type Move = { from: JobState | null; to: JobState; reason: string | null };

/** A sentence, and the code that was noted with it. What a person wrote goes before what every such move means. */
export function sayMove({ from, to, reason }: Move): { sentence: string; code: string | undefined } {
  const meaning = from === null ? firstMeaning(to) : (jobMoves[from][to] ?? '');
  if (reason === null) return { sentence: meaning, code: undefined };
  const isCode = /^[A-Z][A-Z0-9_]*$/.test(reason);
  return isCode ? { sentence: meaning, code: reason } : { sentence: reason, code: undefined };
}

function firstMeaning(to: JobState): string {
  return to === 'SKIPPED' ? 'its branch was not taken' : 'it was made';
}
