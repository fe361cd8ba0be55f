import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JobState, jobMoves, jobStates } from '#domain/machines.ts';
import { eventTypeOf, type MovedJob, sayMove } from './say-move.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 2, 13, second)).toISOString();
const error = { type: 'HTTP_500', message: 'the server answered 500' };

const job: MovedJob = {
  stepKey: null,
  maxAttempts: 3,
  attempts: [
    { startedAt: at(1), error },
    { startedAt: at(32), error: null },
  ],
  transitions: [
    { from: null, to: 'PENDING', reason: null, at: at(0), attempt: null },
    { from: 'PENDING', to: 'RUNNING', reason: null, at: at(1), attempt: 1 },
    { from: 'RUNNING', to: 'SCHEDULED', reason: 'RETRY_BACKOFF', at: at(2), attempt: 1 },
    { from: 'SCHEDULED', to: 'RUNNING', reason: null, at: at(32), attempt: 2 },
    { from: 'RUNNING', to: 'SUCCEEDED', reason: null, at: at(33), attempt: 2 },
  ],
};

test('the moves of a job are told one after the other, with what each attempt failed of', () => {
  assert.deepEqual(
    job.transitions.map((_, place) => sayMove(job, place)?.sentence),
    [
      'Made',
      'Attempt 1 of 3 started',
      'Attempt 1 of 3 failed: HTTP 500; the next one began 30.0 s later',
      'Attempt 2 of 3 started',
      'Succeeded at attempt 2 of 3',
    ],
  );
});

test('every move that a job can make has its event and a sentence', () => {
  const moves = jobStates.flatMap((from) =>
    jobStates.filter((to) => jobMoves[from][to] !== undefined).map((to): [JobState, JobState] => [from, to]),
  );
  for (const [from, to] of moves) {
    assert.ok(eventTypeOf({ from, to }) !== undefined, `${from} to ${to}`);
    const transitions = [{ from, to, reason: null, at: at(5), attempt: 1 }];
    assert.match(sayMove({ ...job, transitions }, 0)?.sentence ?? '', /^[A-Z][a-z]/, `${from} to ${to}`);
  }
});

test('what somebody wrote goes with the move', () => {
  const transitions = [
    { from: 'DEAD' as const, to: 'PENDING' as const, reason: 'the bank is back', at: at(9), attempt: 0 },
  ];
  assert.equal(sayMove({ ...job, transitions }, 0)?.sentence, 'Asked for once more: the bank is back');
});
