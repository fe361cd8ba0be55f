/** What a client hears while the database is away: a code of its own, when to come back, and whether it is safe to. */
import type { ServerResponse } from 'node:http';
import type { GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { bounds } from '#domain/bounds.ts';
import { isPassingFault } from '#engine/store/faults.ts';
import { sendJson } from './http.ts';

const code = 'UNAVAILABLE';
const status = 503;
const retryAfterMs = bounds.retryAfterOutageMs;
const message = 'the database does not answer at the moment; try again shortly';
// The answer to a commit may be what was lost.
const mutationMessage =
  'the database does not answer at the moment, and this may or may not have been done; look before you repeat it, or repeat it with the same idempotencyKey where there was one';

/** The error of a request that met an outage; undefined when the fault is another one. */
export function outageError(
  fault: unknown,
  place: Omit<GraphQLFormattedError, 'message' | 'extensions'> = {},
): GraphQLFormattedError | undefined {
  if (!isPassingFault(fault)) return undefined;
  return { message, ...place, extensions: { code, retryAfterMs } };
}

/** Says when to come back. */
export function setRetryAfter(response: ServerResponse): void {
  response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
}

/** Answers outside of GraphQL. */
export function sendOutage(response: ServerResponse, requestId: string): void {
  setRetryAfter(response);
  sendJson(response, status, { error: { code, message, retryAfterMs, requestId } });
}

/** Gives an operation's answer its status and header. What was answered in part stays an answer. */
export function markOutage<Context extends object>({
  response,
  operation,
}: Pick<GraphQLRequestContextWillSendResponse<Context>, 'response' | 'operation'>): void {
  const { body, http } = response;
  if (body.kind !== 'single') return;
  const { singleResult } = body;
  if (singleResult.errors?.some((error) => error.extensions?.code === code) !== true) return;
  if (operation?.operation === 'mutation')
    singleResult.errors = singleResult.errors.map((error) =>
      error.extensions?.code === code ? { ...error, message: mutationMessage } : error,
    );
  if (Object.values(singleResult.data ?? {}).some((value) => value !== null)) return;
  http.status = status;
  http.headers.set('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
}
