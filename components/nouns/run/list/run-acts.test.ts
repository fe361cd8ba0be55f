import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rerunInputOf } from './run-acts.ts';

const asked = { dryRun: true, chosenValues: { from: 'START', version: 'LATEST', rate: '300' } };

test('what was selected and chosen is asked for, whether by hand or by a query', () => {
  assert.deepEqual(rerunInputOf({ ...asked, chosen: { kind: 'some', ids: ['run_1'] } }), {
    filter: { ids: ['run_1'] },
    dryRun: true,
    from: 'START',
    version: 'LATEST',
    perMinute: 300,
  });
  const byQuery = rerunInputOf({ dryRun: false, chosenValues: {}, chosen: { kind: 'all', query: 'state:failed' } });
  assert.deepEqual([byQuery.filter, byQuery.from, byQuery.perMinute], [{ query: 'state:failed' }, 'FAILED', 60]);
});
