/** What a thing failed of, in one line: the first thing that a person who was woken reads. */
import { partsOfError, type SaidError } from '#components/kit/words/say-error.ts';

/** The kind of the error, and the first line of what it says. */
export type RootError = SaidError & { type: string };

/** The error in one line. */
export function rootErrorOf(error: { type: string; message: string }): RootError {
  return { type: error.type, ...partsOfError(error) };
}
