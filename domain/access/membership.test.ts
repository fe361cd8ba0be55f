import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mayGrant, type Role, roles } from '#domain/access/permissions.ts';
import { refuseMemberChange, refuseReset } from './membership.ts';

const inTenant: Role[] = roles.filter((role) => role !== 'PLATFORM_ADMIN');
const role = fc.constantFrom(...roles);
const place = fc.option(fc.constantFrom(...inTenant));

test('whatever is allowed, nobody hands out or takes away more than they have', () => {
  fc.assert(
    fc.property(role, place, fc.option(role), fc.nat(5), (by, from, to, admins) => {
      if (refuseMemberChange({ by, from, to, admins }) !== undefined) return;
      assert.notEqual(to, 'PLATFORM_ADMIN');
      assert.ok(to === null || mayGrant(by, to));
      assert.ok(from === null || mayGrant(by, from));
    }),
  );
});

test('by allowed changes alone a tenant that has an admin never loses its last one', () => {
  const change = fc.record({ by: role, member: fc.nat(3), to: fc.option(fc.constantFrom(...inTenant)) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const members: (Role | null)[] = ['ADMIN', 'VIEWER', 'ADMIN', null];
      for (const { by, member, to } of changes) {
        const from = members[member] ?? null;
        const admins = members.filter((one) => one === 'ADMIN').length;
        if (refuseMemberChange({ by, from, to, admins }) === undefined) members[member] = to;
        assert.ok(members.includes('ADMIN'), JSON.stringify(members));
      }
    }),
  );
});

test('the link to a new password is made by nobody whom it would let reach further', () => {
  const wish = fc.record({
    by: role,
    role: fc.constantFrom(...inTenant),
    isPlatformAdmin: fc.boolean(),
    otherTenants: fc.nat(3),
  });
  fc.assert(
    fc.property(wish, (given) => {
      const isAllowed = refuseReset(given) === undefined;
      const reachesFurther = given.isPlatformAdmin || given.otherTenants > 0 || !mayGrant(given.by, given.role);
      assert.equal(isAllowed, given.by === 'PLATFORM_ADMIN' || !reachesFurther);
    }),
  );
});
