import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { createApiToken } from './create-api-token.ts';
import { identifyToken } from './identify.ts';
import { listTokens } from './list-access.ts';
import { revokeApiToken } from './revoke-api-token.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

test('a revoked token opens nothing from that moment on, and stays in the list', async () => {
  const context = await bundle.tenant();
  const { token, plaintext } = valueOf(await createApiToken(context, { name: 'ci', role: 'OPERATOR' }));
  const { plaintext: other } = valueOf(await createApiToken(context, { name: 'other', role: 'VIEWER' }));
  assert.equal((await identifyToken(bundle.web, plaintext))?.id, token.id);
  const revoked = valueOf(await revokeApiToken(context, { id: token.id }));
  assert.ok(revoked.revokedAt !== null && !('secretHash' in revoked));
  assert.equal(await identifyToken(bundle.web, plaintext), undefined);
  assert.notEqual(await identifyToken(bundle.web, other), undefined);
  const { nodes } = valueOf(await listTokens(context, {}));
  assert.deepEqual(
    nodes.map(({ name, revokedAt }) => [name, revokedAt !== null]),
    [
      ['other', false],
      ['ci', true],
    ],
  );
  const again = valueOf(await revokeApiToken(context, { id: token.id }));
  assert.deepEqual(again.revokedAt, revoked.revokedAt);
  const events = await bundle.owner.client.event.findMany({
    where: { tenantId: context.tenantId, type: 'token.revoked' },
  });
  assert.deepEqual(
    events.map(({ entityIds, actor }) => [entityIds, actor]),
    [[[token.id], 'system:test']],
  );
});

test('a token is revoked by somebody who manages tokens, in its own tenant', async () => {
  const [context, other] = [await bundle.tenant(), await bundle.tenant()];
  const { token, plaintext } = valueOf(await createApiToken(context, { name: 'ci', role: 'OPERATOR' }));
  const code = async (asking: typeof context, id = token.id) => {
    const outcome = await revokeApiToken(asking, { id });
    return outcome.ok ? 'done' : outcome.refusals[0]?.code;
  };
  const operator = { ...context, actor: { ...context.actor, permissions: new Set(['read', 'job.operate'] as const) } };
  assert.equal(await code(operator), 'FORBIDDEN');
  assert.equal(await code(other), 'NOT_FOUND');
  assert.equal(await code(context, newId()), 'NOT_FOUND');
  assert.notEqual(await identifyToken(bundle.web, plaintext), undefined);
});
