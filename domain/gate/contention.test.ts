import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gateBounds } from '#domain/bounds/gate.ts';
import { type Comers, contentionOf, judgeContention, sayContention } from './contention.ts';

const comers = fc
  .record({ waited: fc.nat(1_000), more: fc.nat(1_000) })
  .map(({ waited, more }): Comers => ({ waited, came: waited + more }));

test('contention is the share of those that came and had to wait, and nothing where nobody is counted', () => {
  assert.equal(contentionOf({ came: 10, waited: 7 }), 0.7);
  assert.equal(contentionOf({ came: 3, waited: 0 }), 0);
  assert.equal(contentionOf({ came: 0, waited: 0 }), null);
  assert.equal(contentionOf(undefined), null);
});

test('whoever comes, contention lies between nothing and all, and grows with each that waits', () => {
  fc.assert(
    fc.property(comers, ({ came, waited }) => {
      const share = contentionOf({ came, waited });
      if (share === null) return came === 0;
      return share >= 0 && share <= 1 && (contentionOf({ came: came + 1, waited: waited + 1 }) ?? 0) >= share;
    }),
  );
});

test('an alert begins above its share and not before enough have come', () => {
  const look = { isAlerted: false, isWaitedAt: true };
  assert.equal(judgeContention({ ...look, came: 20, waited: 15 }), 'raise');
  assert.equal(judgeContention({ ...look, came: 20, waited: 14 }), 'leave');
  assert.equal(judgeContention({ ...look, came: 19, waited: 19 }), 'leave');
});

test('an alert ends well below the share at which it began, and stands while somebody waits and nobody comes', () => {
  const look = { isAlerted: true, isWaitedAt: true };
  assert.equal(judgeContention({ ...look, came: 20, waited: 11 }), 'leave');
  assert.equal(judgeContention({ ...look, came: 20, waited: 9 }), 'resolve');
  assert.equal(judgeContention({ ...look, came: 0, waited: 0 }), 'leave');
  assert.equal(judgeContention({ ...look, isWaitedAt: false, came: 0, waited: 0 }), 'resolve');
});

test('whatever share there is, an alert that was just raised is not over, and one that is over is not raised', () => {
  fc.assert(
    fc.property(comers, fc.boolean(), (seen, isWaitedAt) => {
      const raised = judgeContention({ ...seen, isWaitedAt, isAlerted: false }) === 'raise';
      const over = judgeContention({ ...seen, isWaitedAt, isAlerted: true }) === 'resolve';
      return !(raised && over);
    }),
  );
  assert.ok(gateBounds.contentionOverBelow < gateBounds.contentionRaisedAbove);
});

test('what the alert says is exact and never rounded up', () => {
  assert.equal(
    sayContention({ kind: 'mutex', key: 'ledger', came: 2_000, waited: 1_999 }),
    'mutex "ledger": 99 % of the jobs that came to it in the last 5 minutes had to wait (1,999 of 2,000)',
  );
});
