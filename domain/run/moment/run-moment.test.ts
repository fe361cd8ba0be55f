import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoggedEvent, momentAfter, untouchedRun, untouchedStep } from './run-moment.ts';

const at = '2026-01-01T00:00:00.000Z';

function logOf(events: readonly Partial<LoggedEvent>[]): LoggedEvent[] {
  const blank = { type: 'job.created', at, entityId: 'job', from: null, reason: null, attempt: null };
  return events.map((event, n) => ({ ...blank, to: 'PENDING', payload: null, seq: n + 1, ...event }));
}

const made = [0, 1].map((item) => ({ entityId: `item ${item}`, payload: { stepKey: 'each', item } }));
const cancelled = (reason: string) =>
  made.map(({ entityId }) => ({
    ...{ type: 'job.cancelled', entityId, from: 'PENDING', to: 'CANCELLED', reason },
    payload: { stepKey: 'each' },
  }));

function statesOf(events: readonly Partial<LoggedEvent>[]): string[] {
  const log = logOf(events);
  const start = untouchedRun([untouchedStep('each', false)], []);
  return log.map((_, n) => momentAfter(start, log.slice(0, n + 1)).steps[0]?.state ?? '');
}

test('a loop is over with the last of its jobs that its failing run cancels, though the run goes on', () => {
  assert.deepEqual(statesOf([...made, ...cancelled('RUN_FAILED')]), ['RUNNING', 'RUNNING', 'RUNNING', 'CANCELLED']);
});

test('a loop whose jobs a person cancels goes on until its own word', () => {
  assert.deepEqual(statesOf([...made, ...cancelled('asked')]), ['RUNNING', 'RUNNING', 'RUNNING', 'PENDING']);
});
