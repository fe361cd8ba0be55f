import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailing, sayErrors, sayHour, sayP95 } from './say-activity.ts';

test('a rate of errors is never rounded to none', () => {
  const said = [null, 0, 0.01, 4.25, 33.4].map((errorPercent) => sayErrors({ errorPercent }));
  assert.deepEqual(said, ['–', '0 %', '< 0.1 %', '4.3 %', '33 %']);
  assert.deepEqual(
    [null, 3, 3.1].map((errorPercent) => isFailing({ errorPercent })),
    [false, false, true],
  );
});

test('the last hour is said with what may be more', () => {
  const hour = { succeeded: 1_200, failed: 3, errorPercent: 0.2, p95Ms: 2_000, isExact: false };
  assert.equal(sayHour(hour), 'in the last hour 1,200+ succeeded, 3+ failed');
  assert.equal(sayHour({ ...hour, succeeded: 0, failed: 0 }), 'in the last hour nothing ended');
  assert.deepEqual([sayP95(hour), sayP95({ p95Ms: null })], ['2.0 s', '–']);
});
