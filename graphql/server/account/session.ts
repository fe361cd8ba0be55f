/** Signing in and out from a browser: a password for a cookie that no script can read. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { publicId } from '#domain/value/ids.ts';
import { signIn } from '#engine/access/session/sign-in.ts';
import { signOut } from '#engine/access/session/sign-out.ts';
import { sessionCookieNames, sessionSecretOf } from '#graphql/server/callers.ts';
import { isHttps, sendJson } from '#graphql/server/http.ts';
import type { ServerParts } from '#graphql/server/server-parts.ts';
import { type Exchange, placeOf, readFields, refuse, refuseOutcome } from './door.ts';

/** POST signs in, DELETE signs out. */
export async function answerSession(parts: ServerParts, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  if (request.method === 'DELETE') {
    if (parts.places.isOwnOrigin(request)) return await endSession(parts, request, response);
    return refuse(exchange, { status: 403, code: 'FORBIDDEN', message: 'sign out from this site only' });
  }
  const fields = await readFields(parts, exchange, {
    methods: 'POST, DELETE',
    says: 'POST signs in, DELETE signs out',
    needs: ['email', 'password'],
  });
  if (fields === undefined) return;
  const { email = '', password = '' } = fields;
  const outcome = await signIn(parts.database, { email, password, ...placeOf(request) });
  // Wrong words are what this door calls a stranger.
  if (!outcome.ok) return refuseOutcome(exchange, outcome.refusals, { FORBIDDEN: 401 });
  const { secret, expiresAt, user } = outcome.value;
  setSessionCookie(exchange, secret, expiresAt);
  sendJson(response, 200, { user: { id: publicId('user', user.id), name: user.name, email: user.email }, expiresAt });
}

async function endSession(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const secret = sessionSecretOf(request);
  if (secret !== undefined) await signOut(parts.database, secret);
  setSessionCookie({ request, response }, '', new Date(0));
  response.writeHead(204).end();
}

/** Gives the browser its session, or takes it. */
export function setSessionCookie(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  secret: string,
  expiresAt: Date,
): void {
  const [secureName, plainName] = sessionCookieNames;
  const scope = `Path=/; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}`;
  response.setHeader(
    'set-cookie',
    isHttps(request) ? `${secureName}=${secret}; Secure; ${scope}` : `${plainName}=${secret}; ${scope}`,
  );
}
