import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayPart } from './policy-words.ts';
import { sayPolicy } from './say-policy.ts';

test('what holds is said as a person says it', () => {
  const said = [
    { kind: 'RATE', value: { max: 1_000, per: 'MINUTE' } },
    { kind: 'RUNNING_MAX', value: 4 },
    { kind: 'RUNNING_MAX', value: { max: 2, key: '${{ params.customer }}' } },
    { kind: 'RUNNING_MAX', value: null },
    { kind: 'RESOURCES', value: { gpu: 2, licence: 1 } },
    { kind: 'MUTEX', value: null },
    { kind: 'TIMEOUT', value: 'PT5M' },
    { kind: 'CATCH_UP', value: { policy: 'LAST', window: 'PT1H' } },
    { kind: 'OVERLAP', value: 'ALLOW_ALL' },
    { kind: 'ON_FAILURE', value: 'continue' },
  ] as const;
  assert.deepEqual(said.map(sayPolicy), [
    '1,000 a minute',
    '4',
    '2 for each ${{ params.customer }}',
    'no limit',
    '2 of gpu, 1 of licence',
    'none',
    '5 min',
    'the last of them fires, up to 1 h late',
    'allow all',
    'go on with the others',
  ]);
});

test('a level that does not have its way is shadowed where the nearest wins, and holds, too, where the tightest binds', () => {
  assert.equal(sayPart('NEAREST', { isWinning: false, says: true }), 'shadowed');
  assert.equal(sayPart('TIGHTEST', { isWinning: false, says: true }), 'holds, too');
  assert.equal(sayPart('TIGHTEST', { isWinning: true, says: true }), 'binds');
  assert.equal(sayPart('TIGHTEST', { isWinning: true, says: false }), 'holds');
  assert.equal(sayPart('TIGHTEST', { isWinning: false, says: false }), '');
});
