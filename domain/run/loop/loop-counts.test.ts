// Goal: how a foreach ends depends on which items fail and on nothing else. Method: random lists from fixed seeds are
// worked off in random orders, and a plain count of the failures says how each must have ended.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ItemFailure } from '#domain/workflow/steps/read-loop.ts';
import { type LoopCounts, moveForeach, openOf } from './loop-counts.ts';

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Work = {
  fails: readonly boolean[];
  maxOpen: number;
  onItemFailure: ItemFailure;
  random: (below: number) => number;
};

/** Works a list off: some of the open items, picked at random, settle at once, again and again. */
function workOff({ fails, maxOpen, onItemFailure, random }: Work) {
  const counts: LoopCounts = { started: 0, succeeded: 0, failed: 0 };
  const open: number[] = [];
  const total = fails.length;
  for (let round = 0; round <= 2 * total; round += 1) {
    const move = moveForeach({ total, counts, fault: null, maxOpen, onItemFailure });
    if (move.kind === 'ended') {
      assert.equal(open.length, 0, 'nothing is at work at its end');
      return { counts, fault: move.fault };
    }
    if (move.kind === 'start') for (let n = 0; n < move.count; n += 1) open.push(counts.started++);
    assert.ok(open.length > 0, 'somebody is at work whose end moves it on');
    assert.ok(open.length <= maxOpen && openOf(counts) === open.length);
    for (let n = 1 + random(open.length); n > 0; n -= 1) {
      const [item = 0] = open.splice(random(open.length), 1);
      counts[fails[item] === true ? 'failed' : 'succeeded'] += 1;
    }
  }
  throw new Error('it does not come to an end');
}

function allowed(policy: ItemFailure, total: number): number {
  if (policy === 'fail') return 0;
  if (policy === 'continue') return total;
  return 'threshold' in policy ? policy.threshold : Math.floor((total * policy.thresholdPercent) / 100);
}

test('in any order of settlements a foreach ends as the number of its failures says, with no item left out of a good end', () => {
  for (let seed = 1; seed <= 600; seed += 1) {
    const random = randomOf(seed);
    const policies: ItemFailure[] = [
      'fail',
      'continue',
      { threshold: 1 + random(6) },
      { thresholdPercent: 1 + random(100) },
    ];
    const onItemFailure = policies[random(policies.length)] ?? 'fail';
    const rate = random(4);
    const fails = Array.from({ length: random(40) }, () => random(10) < rate);
    const { counts, fault } = workOff({ fails, maxOpen: 1 + random(8), onItemFailure, random });
    const failures = fails.filter(Boolean).length;
    assert.equal(fault === null, failures <= allowed(onItemFailure, fails.length), `seed ${seed}`);
    if (fault === null)
      assert.deepEqual(counts, { started: fails.length, succeeded: fails.length - failures, failed: failures });
    else assert.equal(fault.code, 'ITEMS_FAILED');
  }
});

test('a foreach whose next item cannot start lets those at work end, and fails for the reason', () => {
  const fault = { code: 'CONDITION_ERROR', message: 'item 3: no such key' } as const;
  const loop = { total: 9, fault, maxOpen: 5, onItemFailure: 'continue' } as const;
  assert.deepEqual(moveForeach({ ...loop, counts: { started: 3, succeeded: 1, failed: 1 } }), { kind: 'wait' });
  assert.deepEqual(moveForeach({ ...loop, counts: { started: 3, succeeded: 2, failed: 1 } }), { kind: 'ended', fault });
});
