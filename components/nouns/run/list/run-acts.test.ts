import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListedRunFragment } from '#components/generated/runs.ts';
import type { RunState } from '#domain/machines.ts';
import { sayStandings } from './open-run-acts.ts';
import { rerunInputOf, runActs } from './run-acts.ts';

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

test('an act rests where it makes sense for no run, and what it does is said of each state', () => {
  const row: Omit<ListedRunFragment, 'state'> = {
    id: 'run_1',
    startedAt: '2026-11-29T02:13:00Z',
    finishedAt: null,
    starter: { id: 'user:1', kind: 'USER', name: 'Ada', isRemoved: false },
    failedStep: null,
    reason: null,
    workflow: { id: 'wfl_1', name: 'nightly' },
    version: { number: 1, stepCount: 3 },
    schedule: null,
    stepProgress: { settled: 1, total: 3 },
  };
  const fitting = (state: RunState) =>
    runActs.filter(({ fits }) => fits?.({ ...row, state }) ?? true).map(({ word }) => word);
  assert.deepEqual(fitting('RUNNING'), ['Pause', 'Cancel']);
  assert.deepEqual(fitting('PAUSED'), ['Resume', 'Cancel']);
  assert.deepEqual(fitting('FAILED'), ['Rerun']);
  const standings = [
    { state: 'RUNNING', count: 2 },
    { state: 'PAUSED', count: 1 },
  ] as const;
  assert.equal(sayStandings([...standings]), 'Now: 2 running, 1 paused.');
  assert.equal(sayStandings(standings.slice(0, 1)), undefined);
});
