import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantToEnter } from './last-tenant.ts';

const tenants = [{ slug: 'acme' }, { slug: 'zeta' }];

test('an address without a tenant leads to the one last used', () => {
  assert.equal(tenantToEnter({ tenants, hasMore: false }, 'zeta'), 'zeta');
  assert.equal(tenantToEnter({ tenants, hasMore: true }, 'beyond-the-list'), 'beyond-the-list');
});

test('what somebody else has used here, or may no longer be entered, gives way to the first tenant', () => {
  assert.equal(tenantToEnter({ tenants, hasMore: false }, 'gone'), 'acme');
  assert.equal(tenantToEnter({ tenants, hasMore: false }, undefined), 'acme');
  assert.equal(tenantToEnter({ tenants: [], hasMore: false }, 'gone'), undefined);
});
