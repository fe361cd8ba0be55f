/**
 * The doors of links that open without a session: an invitation, and a new password. The secret of a link stands behind the
 * # of its address, which no browser sends and no log keeps; the page sends it in a body.
 */

import { identifySession } from '#engine/access/identify.ts';
import { acceptAsPerson, acceptAsStranger, readInvitation } from '#engine/access/invitation/accept-invitation.ts';
import { readReset, spendReset } from '#engine/access/session/spend-reset.ts';
import { sessionSecretOf } from '#graphql/server/callers.ts';
import { sendJson } from '#graphql/server/http.ts';
import type { ServerParts } from '#graphql/server/server-parts.ts';
import { type Exchange, placeOf, readFields, refuse, refuseOutcome } from './door.ts';
import { setSessionCookie } from './session.ts';

/**
 * POST { secret } tells what the invitation promises; with `as: "me"` it makes who is signed in a member, and with `name`
 * and `password` somebody new, whom it signs in.
 */
export async function answerInvitation(parts: ServerParts, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const fields = await readFields(parts, exchange, {
    methods: 'POST',
    says: 'POST reads or accepts an invitation',
    needs: ['secret'],
    may: ['as', 'name', 'password'],
  });
  if (fields === undefined) return;
  const link = { secret: fields.secret ?? '', ...placeOf(request) };
  if (fields.as === 'me') return await acceptSignedIn(parts, exchange, link);
  const { name, password } = fields;
  if (name === undefined || password === undefined) {
    const offer = await readInvitation(parts, link);
    if (!offer.ok) return refuseOutcome(exchange, offer.refusals);
    return sendJson(response, 200, { ...offer.value, signedInAs: await signedInAs(parts, exchange) });
  }
  const accepted = await acceptAsStranger(parts, { ...link, name, password });
  if (!accepted.ok) return refuseOutcome(exchange, accepted.refusals);
  const { secret, expiresAt, slug } = accepted.value;
  setSessionCookie(exchange, secret, expiresAt);
  sendJson(response, 200, { tenant: slug });
}

type Link = Parameters<typeof readInvitation>[1];

async function acceptSignedIn(parts: ServerParts, exchange: Exchange, link: Link): Promise<void> {
  const user = await identityOf(parts, exchange);
  if (user === undefined) return refuse(exchange, { status: 401, code: 'UNAUTHENTICATED', message: 'sign in first' });
  const accepted = await acceptAsPerson(parts, { ...link, user });
  if (!accepted.ok) return refuseOutcome(exchange, accepted.refusals);
  sendJson(exchange.response, 200, { tenant: accepted.value.slug });
}

async function signedInAs(parts: ServerParts, exchange: Exchange): Promise<{ name: string; email: string } | null> {
  const user = await identityOf(parts, exchange);
  return user === undefined ? null : { name: user.name, email: user.email };
}

async function identityOf(parts: ServerParts, { request }: Exchange) {
  const secret = sessionSecretOf(request);
  const identity = secret === undefined ? undefined : await identifySession(parts.database, secret);
  return identity?.kind === 'user' ? identity : undefined;
}

/** POST { secret } tells whose password the link sets; with `password` it sets it, once. */
export async function answerReset(parts: ServerParts, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const fields = await readFields(parts, exchange, {
    methods: 'POST',
    says: 'POST reads a link to a new password, or sets one',
    needs: ['secret'],
    may: ['password'],
  });
  if (fields === undefined) return;
  const { secret = '', password } = fields;
  const link = { secret, address: placeOf(request).address };
  const outcome =
    password === undefined
      ? await readReset(parts.database, link)
      : await spendReset(parts.database, { ...link, password });
  if (!outcome.ok) return refuseOutcome(exchange, outcome.refusals);
  sendJson(response, 200, outcome.value);
}
