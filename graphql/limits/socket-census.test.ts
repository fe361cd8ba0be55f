import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noTenantId } from '#engine/access/access.ts';
import { limits } from './bounds.ts';
import { openCensus, type Place } from './socket-census.ts';

function callerOf(id: string, tenantId: string) {
  const permissions = new Set<'read'>(['read']);
  return { actor: { kind: 'user', id, name: id, role: 'VIEWER', permissions }, tenantId, isStranger: false } as const;
}

const places = (count: number, take: (n: number) => Place) => Array.from({ length: count }, (_, n) => take(n));
const isRefused = (place: Place | undefined) => place !== undefined && 'refused' in place;

test('one user holds so many sockets and no more, and the others of the tenant still get theirs', () => {
  const census = openCensus();
  const own = places(limits.socketsPerCallerMax + 1, () => census.take(callerOf('ann', 'one')));
  assert.deepEqual(own.map(isRefused).lastIndexOf(false), limits.socketsPerCallerMax - 1);
  assert.ok(isRefused(own.at(-1)));
  assert.ok(!isRefused(census.take(callerOf('bob', 'one'))));
});

test('one tenant holds so many sockets and no more, and other tenants still get theirs', () => {
  const census = openCensus();
  const all = places(limits.socketsPerTenantMax + 1, (n) => census.take(callerOf(`user ${n}`, 'one')));
  assert.equal(all.filter(isRefused).length, 1);
  assert.ok(!isRefused(census.take(callerOf('user 1', 'two'))));
  assert.ok(!isRefused(census.take(callerOf('operator', noTenantId))));
});

test('a place that was left, once or twice, is free for one other', () => {
  const census = openCensus();
  const [first] = places(limits.socketsPerCallerMax, () => census.take(callerOf('ann', 'one')));
  assert.ok(first !== undefined && 'leave' in first);
  first.leave();
  first.leave();
  assert.ok(!isRefused(census.take(callerOf('ann', 'one'))));
  assert.ok(isRefused(census.take(callerOf('ann', 'one'))));
});

test('sockets that have not said who they are have a bound of their own', () => {
  const census = openCensus();
  const arrivals = Array.from({ length: limits.socketsGreetingMax + 1 }, () => census.arrive());
  assert.equal(arrivals.filter((leave) => leave === undefined).length, 1);
  arrivals[0]?.();
  assert.ok(census.arrive() !== undefined);
});
