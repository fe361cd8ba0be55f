import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { bucketsOf, countWindow, type MoveCount, punctuality, shareSample, successPercent } from './statistics.ts';

function move(bucket: number, type: MoveCount['type'], [from, to]: [string | null, string], count = 1): MoveCount {
  return { bucket, type, from, to, count };
}

const moves = [
  move(0, 'job.created', [null, 'PENDING'], 10),
  move(0, 'job.created', [null, 'SCHEDULED'], 2),
  move(0, 'job.started', ['PENDING', 'RUNNING'], 4),
  move(1, 'job.succeeded', ['RUNNING', 'SUCCEEDED'], 2),
  move(1, 'job.failed', ['RUNNING', 'FAILED']),
  move(1, 'job.dead', ['RUNNING', 'DEAD']),
  move(1, 'job.requeued', ['DEAD', 'PENDING']),
  move(1, 'schedule.ticked', [null, 'MISSED'], 3),
  move(1, 'schedule.ticked', [null, 'FIRED'], 5),
  move(2, 'job.started', ['PENDING', 'RUNNING'], 3),
];

test('a window counts what happened in it by kind, and nothing that came after', () => {
  assert.deepEqual(countWindow(moves, 2), {
    created: 12,
    started: 4,
    succeeded: 2,
    failed: 1,
    dead: 1,
    cancelled: 0,
    retried: 1,
    missed: 3,
  });
  assert.equal(successPercent(countWindow(moves, 2)), 50);
  assert.equal(successPercent(countWindow([], 2)), null);
});

test('depths are counted back from the jobs that wait now', () => {
  assert.deepEqual(bucketsOf(moves, { buckets: 2, waitingNow: 4 }), [
    { created: 12, succeeded: 0, failed: 0, depth: 6 },
    { created: 0, succeeded: 2, failed: 2, depth: 7 },
  ]);
  assert.deepEqual(
    bucketsOf(moves, { buckets: 2, waitingNow: null }).map(({ depth }) => depth),
    [null, null],
  );
});

test('counting back from any moment gives the depths that were there', () => {
  const flow = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(flow, (flows) => {
      let depth = 0;
      const depths: number[] = [];
      const told = flows.flatMap(([made, wanted], bucket) => {
        const started = Math.min(wanted, depth + made);
        depth += made - started;
        depths.push(depth);
        return [
          move(bucket, 'job.created', [null, 'PENDING'], made),
          move(bucket, 'job.started', ['PENDING', 'RUNNING'], started),
        ];
      });
      const buckets = flows.length - 1;
      const found = bucketsOf(told, { buckets, waitingNow: depth }).map((bucket) => bucket.depth);
      assert.deepEqual(found, depths.slice(0, buckets));
    }),
  );
});

const nowMs = 10_000_000;
const job = { dueAtMs: 0, startedAtMs: null, finishedAtMs: null, sla: {} };

test('on time is a start within the service level, or within a minute without one', () => {
  const percentOf = (...jobs: Parameters<typeof punctuality>[0]) => punctuality(jobs, nowMs).onTimePercent;
  const limitMs = timetableBounds.lateAfterMs;
  assert.equal(percentOf({ ...job, startedAtMs: limitMs }), 100);
  assert.equal(percentOf({ ...job, startedAtMs: limitMs + 1 }), 0);
  assert.equal(percentOf({ ...job, startedAtMs: limitMs + 1, sla: { startByMs: limitMs + 1 } }), 100);
  assert.equal(percentOf({ ...job, startedAtMs: 6_000, sla: { startByMs: 5_000 } }), 0);
  assert.equal(percentOf({ ...job, startedAtMs: 1 }, job), 50, 'a job that still waits counts once it is late');
  assert.equal(percentOf({ ...job, dueAtMs: nowMs - 1 }), null, 'a job that may still start in time is not judged');
  assert.equal(percentOf({ ...job, finishedAtMs: 5 }), null, 'a job that ended before it had to start is not judged');
  assert.equal(percentOf({ ...job, finishedAtMs: limitMs + 1 }), 0);
  assert.equal(percentOf(), null);
});

test('the trigger latency is what 95 of 100 started jobs did not exceed', () => {
  const jobs = Array.from({ length: 100 }, (_, n) => ({ ...job, startedAtMs: n + 1 }));
  assert.equal(punctuality(jobs, nowMs).triggerLatencyP95Ms, 95);
  assert.equal(punctuality([{ ...job, startedAtMs: 7 }], nowMs).triggerLatencyP95Ms, 7);
  assert.equal(punctuality([job], nowMs).triggerLatencyP95Ms, null);
});

test('a sample holds everything when it fits, else an equal share of every part and hardly more than its size', () => {
  assert.deepEqual(shareSample([3, 0, 4], 7), [3, 0, 4]);
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 60 }), (created) => {
      const takes = shareSample(created, 1_000);
      const sum = takes.reduce((all, take) => all + take, 0);
      assert.ok(sum <= 1_000 + created.length);
      for (const [n, take] of takes.entries()) assert.ok(take <= (created[n] ?? 0));
    }),
  );
});
