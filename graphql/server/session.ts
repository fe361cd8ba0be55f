/** Signing in and out from a browser: a password for a cookie that no script can read. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { publicId } from '#domain/value/ids.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { signIn } from '#engine/access/sign-in.ts';
import { signOut } from '#engine/access/sign-out.ts';
import { refuseTexts } from '#graphql/limits/refuse-values.ts';
import { arrivalOf } from './arrival.ts';
import { sessionCookieNames, sessionSecretOf } from './callers.ts';
import { isHttps, readJson, sendJson } from './http.ts';
import type { ServerParts } from './server-parts.ts';

// An address and a password, each bounded by the engine again.
const bodySizeBytesMax = 8_192;
const bodyMsMax = 5_000;

const statuses: Record<string, number> = { FORBIDDEN: 401, LIMIT_REACHED: 429 };

/** POST signs in, DELETE signs out. */
export async function answerSession(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  if (!parts.places.isOwnOrigin(request))
    return refuse(response, requestId, { status: 403, code: 'FORBIDDEN', message: 'sign in from this site only' });
  if (request.method === 'DELETE') return await endSession(parts, request, response);
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST, DELETE');
    return refuse(response, requestId, {
      status: 405,
      code: 'BAD_REQUEST',
      message: 'POST signs in, DELETE signs out',
    });
  }
  const read = await readJson(request, { sizeBytesMax: bodySizeBytesMax, waitMsMax: bodyMsMax });
  if (!('body' in read)) return refuse(response, requestId, { ...read, code: 'BAD_REQUEST' });
  const { body } = read;
  if (!isJsonObject(body) || typeof body.email !== 'string' || typeof body.password !== 'string') {
    return refuse(response, requestId, { status: 400, code: 'BAD_INPUT', message: 'send { "email", "password" }' });
  }
  const unfit = refuseTexts(body, 'body');
  if (unfit !== undefined)
    return refuse(response, requestId, { status: 400, code: 'BAD_INPUT', message: unfit.message });
  const outcome = await signIn(parts.database, {
    email: body.email,
    password: body.password,
    address: arrivalOf(request).address,
  });
  if (!outcome.ok) {
    const { code = 'FORBIDDEN', message = '', retryAfterMs } = outcome.refusals[0] ?? {};
    return refuse(response, requestId, { status: statuses[code] ?? 400, code, message, retryAfterMs });
  }
  const { secret, expiresAt, user } = outcome.value;
  response.setHeader('set-cookie', cookie(request, secret, expiresAt));
  sendJson(response, 200, { user: { id: publicId('user', user.id), name: user.name, email: user.email }, expiresAt });
}

async function endSession(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const secret = sessionSecretOf(request);
  if (secret !== undefined) await signOut(parts.database, secret);
  response.setHeader('set-cookie', cookie(request, '', new Date(0)));
  response.writeHead(204).end();
}

function cookie(request: IncomingMessage, secret: string, expiresAt: Date): string {
  const [secureName, plainName] = sessionCookieNames;
  const scope = `Path=/; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}`;
  return isHttps(request) ? `${secureName}=${secret}; Secure; ${scope}` : `${plainName}=${secret}; ${scope}`;
}

function refuse(
  response: ServerResponse,
  requestId: string,
  refusal: { status: number; code: string; message: string; retryAfterMs?: number | undefined },
): void {
  const { status, code, message, retryAfterMs = 1_000 } = refusal;
  if (status === 429) response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  if (status === 413 || status === 408) response.setHeader('connection', 'close');
  sendJson(response, status, { error: { code, message, requestId } });
}
