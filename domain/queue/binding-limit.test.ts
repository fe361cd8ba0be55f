import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingLimit } from './binding-limit.ts';

const queue = { of: 'queue', max: 5, now: 1 };
const tenant = { of: 'tenant', max: 10, now: 9 };

test('the limit with the least room left binds, and one that is no limit or is not counted never does', () => {
  assert.equal(bindingLimit([queue, tenant]), tenant);
  assert.equal(bindingLimit([queue, { ...tenant, now: 2 }]), queue);
  assert.equal(
    bindingLimit([
      { ...queue, max: null },
      { of: 'waiting', max: 1, now: null },
    ]),
    undefined,
  );
});

test('of two that are full the one that more share binds, however far beyond it what runs is', () => {
  assert.equal(
    bindingLimit([
      { ...queue, now: 9 },
      { ...tenant, now: 10 },
    ])?.of,
    'tenant',
  );
});
