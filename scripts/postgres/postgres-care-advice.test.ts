import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceOn } from './postgres-care-advice.ts';

test('a finding is advised on by how bad it is', () => {
  const severityOf = (finding: Parameters<typeof adviceOn>[0]) => adviceOn(finding).severity;
  assert.equal(severityOf({ deadRatio: 0.21, worst: 'jobs' }), 'ACT');
  assert.equal(severityOf({ deadRatio: 0.2, worst: 'jobs' }), 'FINE');
  assert.equal(severityOf({ ageSeconds: 61, application: 'psql' }), 'ACT');
  assert.equal(severityOf({ ageSeconds: 60, application: 'psql' }), 'FINE');
  assert.equal(severityOf({ usedRatio: 0.81 }), 'ACT');
  assert.equal(severityOf({ usedRatio: 0.5 }), 'FINE');
  assert.equal(severityOf({ checkedRuns: 3, ok: false }), 'ACT');
  assert.equal(severityOf({ checkedRuns: 3, ok: true }), 'FINE');
  assert.equal(severityOf({ databaseBytes: 1, largest: 'jobs' }), 'WATCH');
});

test('advice names what it is about, and admits when it knows nothing', () => {
  assert.match(adviceOn({ deadRatio: 0.9, worst: 'jobs' }).advice, /jobs/);
  assert.match(adviceOn({ ageSeconds: 900, application: 'report' }).advice, /report/);
  assert.match(adviceOn({ weather: 'fine' }).advice, /no kind/);
});
