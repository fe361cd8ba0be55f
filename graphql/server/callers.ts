/** Who stands behind a request: a bearer's token, a browser's session, or a stranger. */
import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import { noTenantId } from '#engine/access/access.ts';
import { chooseTenant, identifySession, identifyToken } from '#engine/access/identify.ts';
import type { Database } from '#engine/store/database.ts';
import { throughOutage } from '#engine/store/outage.ts';
import { requestError } from '#graphql/plumbing/errors.ts';
import type { Caller } from '#graphql/plumbing/request.ts';
import { cookieOf, isHttps } from './http.ts';

/** What a caller shows: the texts of headers and cookie, or of a socket's connectionParams. */
export type Credentials = {
  authorization: string | undefined;
  session: string | undefined;
  tenant: string | undefined;
};

/** Both names, because the prefixed one exists only over https. */
export const sessionCookieNames = ['__Host-taskflow_session', 'taskflow_session'] as const;

const stranger: Caller = {
  actor: { kind: 'system', id: 'stranger', name: 'stranger', role: 'VIEWER', permissions: new Set() },
  tenantId: noTenantId,
  isStranger: true,
};

/** What a request shows. */
export function credentialsOf(request: IncomingMessage): Credentials {
  const tenant = request.headers['taskflow-tenant'];
  return {
    authorization: request.headers.authorization,
    session: sessionSecretOf(request),
    tenant: typeof tenant === 'string' && tenant !== '' ? tenant : undefined,
  };
}

/**
 * The secret in the session's cookie. Over https only the one that is bound to the host counts: the other could have been
 * set by a neighbouring site, or by anybody who once stood between the browser and an unencrypted page.
 */
export function sessionSecretOf(request: IncomingMessage): string | undefined {
  const [secureName, plainName] = sessionCookieNames;
  const secure = cookieOf(request, [secureName]);
  return isHttps(request) ? secure : (secure ?? cookieOf(request, [plainName]));
}

/** Finds the caller. Credentials that are wrong are an error; none at all makes a stranger. */
export async function findCaller(
  database: Database,
  credentials: Credentials,
): Promise<{ caller: Caller } | { refused: GraphQLError }> {
  const { authorization, session, tenant } = credentials;
  if (authorization === undefined && session === undefined) return { caller: stranger };
  const bearer = authorization === undefined ? undefined : /^Bearer +(\S{1,512})$/i.exec(authorization)?.[1];
  if (authorization !== undefined && bearer === undefined)
    return unknown('the header Authorization holds no bearer token');
  // A program has sent its work; whether a key protects it is not known before who it is. A person would rather know.
  const patiently = <T>(work: () => Promise<T>) => (bearer === undefined ? work() : throughOutage(work));
  const identity =
    bearer !== undefined
      ? await patiently(() => identifyToken(database, bearer))
      : await identifySession(database, session ?? '');
  if (identity === undefined)
    return unknown(
      bearer !== undefined ? 'the token is unknown, expired or revoked' : 'the session has ended; sign in again',
    );
  const chosen = await patiently(() => chooseTenant(database, identity, tenant));
  if (chosen === undefined)
    return { refused: requestError('TENANT_NOT_FOUND', `there is no tenant "${(tenant ?? '').slice(0, 80)}"`, 404) };
  return { caller: { ...chosen, isStranger: false } };
}

/** True when what the one may see and do, the other may, and in the same tenant. */
export function hasSameRights(one: Caller, other: Caller): boolean {
  const [own, others] = [one.actor.permissions, other.actor.permissions];
  return (
    one.tenantId === other.tenantId &&
    one.actor.kind === other.actor.kind &&
    one.actor.id === other.actor.id &&
    one.actor.role === other.actor.role &&
    own.size === others.size &&
    [...own].every((permission) => others.has(permission))
  );
}

function unknown(message: string): { refused: GraphQLError } {
  return { refused: requestError('UNAUTHENTICATED', message, 401) };
}
