/** What a subscription follows: nobody does without a socket, a tenant and the right to read. */
import { noTenantId } from '#engine/access/access.ts';
import { requestError } from '#graphql/plumbing/errors.ts';
import type { Live, RequestContext } from '#graphql/plumbing/request.ts';

/** What the socket of a request may follow. */
export function liveOf({ live, engine }: RequestContext): Live {
  if (live === undefined) throw requestError('BAD_REQUEST', 'subscriptions go over WebSocket', 400);
  if (!engine.actor.permissions.has('read')) throw requestError('FORBIDDEN', 'you may not read here', 403);
  if (engine.tenantId === noTenantId) {
    throw requestError('FORBIDDEN', 'no tenant is chosen: name one in connectionParams', 403);
  }
  return live;
}
