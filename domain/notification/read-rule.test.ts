import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindRules, noticeKinds, scopeNouns } from './notice-kinds.ts';
import { type RuleInput, readRule } from './read-rule.ts';
import { sayOccasion, sayRule } from './say-rule.ts';

const rule: RuleInput = { name: 'dead', on: 'JOB_DEAD', channels: ['chn_1'] };

const placesOf = (input: RuleInput) => {
  const outcome = readRule(input);
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
};

test('a rule says what it leaves open by the defaults of its kind', () => {
  const dead = readRule(rule);
  assert.ok(dead.ok);
  assert.deepEqual(
    [dead.value.times, dead.value.lastsMs, dead.value.windowMs, dead.value.tellsEnd],
    [null, null, 900_000, true],
  );
  const failing = readRule({ ...rule, on: 'SCHEDULE_FAILING' });
  assert.equal(failing.ok && failing.value.times, 3);
  const old = readRule({ ...rule, on: 'QUEUE_OLD', window: 'PT1H', tellsEnd: false });
  assert.deepEqual(old.ok && [old.value.lastsMs, old.value.windowMs, old.value.tellsEnd], [900_000, 3_600_000, false]);
});

test('what would have no effect on a kind is refused for every kind', () => {
  for (const on of noticeKinds) {
    const { scope, asks } = kindRules[on];
    for (const noun of scopeNouns)
      assert.deepEqual(
        placesOf({ ...rule, on, [noun]: 'x' }),
        scope.includes(noun) ? [] : [`BAD_INPUT ${noun}`],
        `${on} ${noun}`,
      );
    assert.deepEqual(placesOf({ ...rule, on, times: 2 }), asks === 'times' ? [] : ['BAD_INPUT times'], on);
    assert.deepEqual(placesOf({ ...rule, on, lasts: 'PT5M' }), asks === 'lasts' ? [] : ['BAD_INPUT lasts'], on);
  }
});

test('every fault of a rule is told at once, at its place', () => {
  const channels = Array.from({ length: 11 }, (_, n) => `chn_${n}`);
  assert.deepEqual(placesOf({ name: ' ', on: 'QUEUE_OLD', channels: [], lasts: 'PT1S', window: 'P2D' }), [
    'BAD_INPUT name',
    'BAD_INPUT channels',
    'BAD_DURATION lasts',
    'BAD_DURATION window',
  ]);
  assert.deepEqual(placesOf({ ...rule, on: 'SCHEDULE_FAILING', times: 0, channels }), [
    'BAD_INPUT channels',
    'BAD_INPUT times',
  ]);
});

test('a rule reads as a sentence', () => {
  const sayable = {
    on: 'JOB_DEAD',
    scope: { queue: 'billing' },
    times: null,
    lastsMs: null,
    channels: ['ops'],
    windowMs: 900_000,
    tellsEnd: true,
  } as const;
  assert.equal(
    sayRule(sayable),
    'When a job dies in queue billing, tell ops at most every 15 min, and once more when it is over.',
  );
  const many = { ...sayable, channels: ['a', 'b', 'c', 'd'], tellsEnd: false, windowMs: 60_000 };
  assert.equal(sayRule(many), 'When a job dies in queue billing, tell a, b and 2 more at most every minute.');
  const sentences = noticeKinds.map((on) => sayOccasion({ ...sayable, on, scope: {}, times: 3, lastsMs: 300_000 }));
  assert.equal(new Set(sentences).size, noticeKinds.length, 'each kind in words of its own');
  assert.equal(
    sentences[noticeKinds.indexOf('NO_WORKER')],
    'jobs wait in a queue and no worker has served it for 5 min',
  );
});
