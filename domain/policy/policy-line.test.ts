import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ratePers } from '#domain/rate/rate.ts';
import type { Json } from '#domain/value/json.ts';
import { type PolicyLevel, policyLevels, policyLine } from './policy-line.ts';

const outer = ['TENANT', 'QUEUE', 'TASK'] as const;
const anySaid = fc
  .tuple(...outer.map(() => fc.option(fc.integer({ min: 0, max: 5 }))))
  .map((values): [PolicyLevel, Json][] => [
    ['PLATFORM', null],
    ...outer.map((level, n): [PolicyLevel, Json] => [level, values[n] ?? null]),
  ]);

test('of what is nearest, the innermost that says something has its way, and the others stay visible', () => {
  fc.assert(
    fc.property(anySaid, fc.integer(), (said, platform) => {
      const all: [PolicyLevel, Json][] = [['PLATFORM', platform], ...said.slice(1)];
      const { level, value, levels } = policyLine('PRIORITY', all);
      const spoken = all.filter(([, says]) => says !== null);
      assert.deepEqual([level, value], spoken.at(-1));
      assert.deepEqual(
        levels.map((one) => [one.level, one.value]),
        all,
      );
      assert.deepEqual(
        levels.filter(({ isWinning }) => isWinning).map((one) => one.level),
        [level],
      );
    }),
  );
});

test('of limits the least binds, and of equal ones the outermost', () => {
  fc.assert(
    fc.property(anySaid, (said) => {
      const { level, value } = policyLine('RUNNING_MAX', said);
      const limits = said.flatMap(([, says]) => (typeof says === 'number' ? [says] : []));
      if (limits.length === 0) return assert.deepEqual([level, value], ['PLATFORM', null]);
      assert.equal(value, Math.min(...limits));
      assert.equal(level, said.find(([, says]) => says === value)?.[0]);
    }),
  );
});

test('rates of different spans are compared by what they let through', () => {
  const rates = fc.record({ max: fc.integer({ min: 1, max: 10_000 }), per: fc.constantFrom(...ratePers) });
  const perHour = { SECOND: 3_600, MINUTE: 60, HOUR: 1 };
  fc.assert(
    fc.property(rates, rates, (tenant, queue) => {
      const { level } = policyLine('RATE', [
        ['PLATFORM', null],
        ['TENANT', tenant],
        ['QUEUE', queue],
      ]);
      const isQueue = queue.max * perHour[queue.per] < tenant.max * perHour[tenant.per];
      assert.equal(level, isQueue ? 'QUEUE' : 'TENANT');
    }),
  );
});

test('of what holds together every level that says something wins, and the innermost of them is named', () => {
  const { level, value, levels } = policyLine(
    'MUTEX',
    [
      ['PLATFORM', null],
      ['TASK', ['ledger']],
      ['STEP', ['till']],
    ],
    ['ledger', 'till'],
  );
  assert.deepEqual([level, value], ['STEP', ['ledger', 'till']]);
  assert.deepEqual(
    levels.map(({ isWinning }) => isWinning),
    [false, true, true],
  );
  const none = policyLine('MUTEX', [['PLATFORM', null]], null);
  assert.deepEqual([none.level, none.value], ['PLATFORM', null]);
});

test('levels are told from the outermost to the innermost, the platform first', () => {
  assert.equal(policyLevels[0], 'PLATFORM');
});
