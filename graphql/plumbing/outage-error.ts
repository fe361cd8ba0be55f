/** The error of a request that met the database away, and what it says. */
import type { GraphQLFormattedError } from 'graphql';
import { isPassingFault } from '#engine/store/faults.ts';

// When to ask again: a restart is over by then, and a crowd does not come back too often.
const retryAfterOutageMs = 1_000;

/** What a client hears while the database is away: a code of its own, and when to come back. */
export const outage = {
  code: 'UNAVAILABLE',
  message: 'the database does not answer at the moment; try again shortly',
  retryAfterMs: retryAfterOutageMs,
} as const;

/** The error of a request that met an outage; undefined when the fault is another one. */
export function outageError(
  fault: unknown,
  place: Omit<GraphQLFormattedError, 'message' | 'extensions'> = {},
): GraphQLFormattedError | undefined {
  if (!isPassingFault(fault)) return undefined;
  const { code, message, retryAfterMs } = outage;
  return { message, ...place, extensions: { code, retryAfterMs } };
}
