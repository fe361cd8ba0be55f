/** How this server answers while the database is away: when to come back, and whether it is safe to. */
import type { ServerResponse } from 'node:http';
import type { GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { outage } from '#graphql/plumbing/outage-error.ts';
import { sendJson } from './http.ts';

const { code, message, retryAfterMs } = outage;
const status = 503;
// The answer to a commit may be what was lost.
const mutationMessage =
  'the database does not answer at the moment, and this may or may not have been done; look before you repeat it, or repeat it with the same idempotencyKey where there was one';

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
