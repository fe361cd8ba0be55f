import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GateTimes } from './gate-times.ts';

const gate = (gateId: string) => ({ tenantId: 'tenant', gateId });

test('a gate is told of once, when its instant has passed, by the latest that was told of it', () => {
  const times = new GateTimes();
  assert.equal(times.nextAtMs(), Number.POSITIVE_INFINITY);
  times.expect(gate('a'), 100);
  times.expect(gate('b'), 50);
  times.expect(gate('a'), 200);
  assert.ok(times.nextAtMs() > 50);
  assert.deepEqual(times.takeDue(150), [gate('b')]);
  assert.deepEqual(times.takeDue(150), []);
  assert.deepEqual(times.takeDue(300), [gate('a')]);
});

test('of very many gates those beyond a bound are left to the sweep', () => {
  const times = new GateTimes();
  for (let n = 0; n < 2_000; n += 1) times.expect(gate(String(n)), n);
  assert.equal(times.takeDue(5_000).length, 1_000);
});
