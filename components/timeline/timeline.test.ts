import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pathOfSteps } from '#components/timeline/path-of-steps.ts';
import { idleFolds } from '#components/timeline/scale/idle-folds.ts';
import { barMaker, isGrouped, rowsInView, spanOf, timelineRows, union } from '#components/timeline/timeline-rows.ts';
import { barsOf, causeOf, endOf, type TimedStep } from '#components/timeline/timeline-step.ts';
import type { JobState } from '#domain/machines.ts';

const start = 1_790_000_000_000;

function step(stepKey: string, given: Partial<TimedStep> = {}): TimedStep {
  const none = {
    jobId: null,
    iteration: null,
    readyMs: null,
    dueMs: null,
    finishedMs: null,
    keptMs: null,
    reason: null,
    isLoop: false,
    attempts: [],
  };
  const state: JobState = 'PENDING';
  return { id: `stp_${stepKey}`, stepKey, task: 'echo', level: 0, state, ...none, ...given };
}

function ran(stepKey: string, { readyMs, spans, state = 'SUCCEEDED', level = 0 }: Ran): TimedStep {
  const attempts = spans.map(([from, to], index) => {
    const ended = index < spans.length - 1 ? 'FAILED' : state;
    return { number: index + 1, state: to === null ? 'RUNNING' : ended, startedMs: from, finishedMs: to };
  });
  const finishedMs = spans.at(-1)?.[1] ?? null;
  return step(stepKey, { readyMs, attempts, level, state: finishedMs === null ? 'RUNNING' : state, finishedMs });
}
type Ran = { readyMs: number; spans: [number, number | null][]; state?: JobState; level?: number };

// Clocks that run back included: a bar must bear them.
const histories = fc
  .record({
    readyMs: fc.option(fc.nat(5_000), { nil: null }),
    moments: fc.array(fc.tuple(fc.integer({ min: -500, max: 9_000 }), fc.integer({ min: -500, max: 9_000 })), {
      maxLength: 5,
    }),
    isRunning: fc.boolean(),
    state: fc.constantFrom<JobState>('PENDING', 'SCHEDULED', 'SUCCEEDED', 'DEAD', 'CANCELLED'),
    dueMs: fc.option(fc.nat(9_000), { nil: null }),
  })
  .map(({ readyMs, moments, isRunning, state, dueMs }) => {
    const attempts = moments.map(([from, to], index) => {
      const isLast = isRunning && index === moments.length - 1;
      return { number: index + 1, state: 'FAILED', startedMs: from, finishedMs: isLast ? null : to };
    });
    const finishedMs = attempts.at(-1)?.finishedMs ?? null;
    const isOver = state !== 'PENDING' && state !== 'SCHEDULED';
    return step('a', {
      readyMs,
      dueMs,
      attempts,
      state: isRunning ? 'RUNNING' : state,
      finishedMs: isOver ? finishedMs : null,
    });
  });

test('no bar of a step overlaps another, ends before it begins, or follows one that goes on', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const bars = barsOf(history);
      for (const [index, bar] of bars.entries()) {
        if (bar.toMs === null) assert.equal(index, bars.length - 1);
        else assert.ok(bar.toMs >= bar.fromMs);
        const next = bars[index + 1];
        if (next !== undefined && bar.toMs !== null) assert.ok(next.fromMs >= bar.toMs);
      }
    }),
  );
});

test('every attempt of a step is a bar of its own', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const open = history.attempts.findIndex(({ finishedMs }) => finishedMs === null);
      const count = open === -1 ? history.attempts.length : open + 1;
      assert.equal(barsOf(history).filter(({ kind }) => kind === 'run').length, count);
    }),
  );
});

test('a step that was retried shows its wait, both attempts and the pause between them', () => {
  const retried = ran('a', {
    readyMs: start,
    spans: [
      [start + 500, start + 2_000],
      [start + 5_000, start + 6_000],
    ],
  });
  assert.deepEqual(
    barsOf(retried).map((bar) => [bar.kind, bar.fromMs - start, (bar.toMs ?? 0) - start]),
    [
      ['wait', 0, 500],
      ['run', 500, 2_000],
      ['retry', 2_000, 5_000],
      ['run', 5_000, 6_000],
    ],
  );
});

test('a step that waits says why, and its bar goes on', () => {
  const reason = { code: 'TENANT_LIMIT', message: 'the tenant runs 10 of at most 10 jobs' };
  const waits = barsOf(step('a', { readyMs: start, reason }));
  assert.deepEqual(waits, [{ kind: 'wait', fromMs: start, toMs: null, cause: 'limit', words: reason.message }]);
  assert.equal(causeOf('SOMETHING_NEW'), 'other');
});

test('a step that waited for its own time is told from one that waited for a slot', () => {
  const late = { ...ran('a', { readyMs: start, spans: [[start + 9_000, start + 10_000]] }), dueMs: start + 8_000 };
  const waits = barsOf(late).flatMap((bar) => (bar.kind === 'wait' ? [bar.cause] : []));
  assert.deepEqual(waits, ['time', 'slot']);
  const retried = barsOf({ ...late, dueMs: start + 60_000 }).flatMap((bar) => (bar.kind === 'wait' ? [bar.cause] : []));
  assert.deepEqual(retried, ['slot']);
});

test('a step whose turn never came has no bar', () => {
  assert.deepEqual(barsOf(step('a', { state: 'SKIPPED' })), []);
  assert.deepEqual(barsOf(step('a')), []);
});

const dags = fc.integer({ min: 1, max: 20 }).chain((count) =>
  fc.record({
    parents: fc.tuple(
      ...Array.from({ length: count }, (_, index) => fc.array(fc.nat(Math.max(0, index - 1)), { maxLength: 3 })),
    ),
    lengths: fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: count, maxLength: count }),
  }),
);

test('the critical path of a run is as long as the run, and each step of it waited for the one before', () => {
  fc.assert(
    fc.property(dags, ({ parents, lengths }) => {
      const ends: number[] = [];
      const steps = lengths.map((length, index) => {
        const before = index === 0 ? [] : (parents[index] ?? []);
        const readyMs = Math.max(start, ...before.map((parent) => ends[parent] ?? start));
        ends.push(readyMs + length);
        return ran(`s${index}`, { readyMs, spans: [[readyMs, readyMs + length]] });
      });
      const edges = steps.flatMap((one, index) =>
        index === 0 ? [] : (parents[index] ?? []).map((parent) => ({ from: `s${parent}`, to: one.stepKey })),
      );
      const untilMs = Math.max(...ends);
      const path = pathOfSteps(steps, edges, { startedMs: start, untilMs });
      assert.equal(path.totalMs, untilMs - start);
      const keys = [...path.stepKeys];
      for (const [index, key] of keys.entries()) {
        const next = keys[index + 1];
        assert.ok(next === undefined || edges.some((edge) => edge.from === key && edge.to === next));
      }
    }),
  );
});

test('while a run goes on, its critical path ends at the step that still runs', () => {
  const steps = [
    ran('a', { readyMs: start, spans: [[start, start + 1_000]] }),
    ran('b', { readyMs: start + 1_000, spans: [[start + 1_000, null]] }),
    ran('c', { readyMs: start + 1_000, spans: [[start + 1_000, start + 3_000]] }),
  ];
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'a', to: 'c' },
  ];
  const times = { startedMs: start, untilMs: start + 9_000 };
  const path = pathOfSteps(steps, edges, times);
  assert.deepEqual([...path.stepKeys], ['a', 'b']);
  assert.equal(path.totalMs, 9_000);
  assert.equal(endOf(steps[1] ?? step('b')), null);
  assert.deepEqual(pathOfSteps([], [], times), { stepKeys: new Set(), totalMs: 0 });
});

test('a long pause is folded, a short one and all work stay as they are', () => {
  const steps = [
    ran('a', { readyMs: start, spans: [[start, start + 4_000]] }),
    ran('b', { readyMs: start + 4_000, spans: [[start + 7_000, start + 9_000]] }),
    ran('c', { readyMs: start + 9_000, spans: [[start + 1_800_000, start + 1_804_000]] }),
  ];
  const bars = steps.flatMap((one) => barsOf(one));
  const nowMs = start + 2_000_000;
  const folds = idleFolds(bars, { span: spanOf(bars, { fromMs: start, nowMs }), nowMs });
  assert.equal(folds.length, 1);
  const [fold] = folds;
  assert.ok(fold !== undefined && fold.fromMs > start + 9_000 && fold.toMs < start + 1_800_000);
});

test('no attempt is ever folded away', () => {
  const attempts = fc.array(fc.tuple(fc.nat(5_000_000), fc.nat(600_000)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(attempts, (spans) => {
      const bars = spans.flatMap(([from, length], index) =>
        barsOf(ran(`s${index}`, { readyMs: from, spans: [[from, from + length]] })),
      );
      const nowMs = 10_000_000;
      const folds = idleFolds(bars, { span: spanOf(bars, { fromMs: 0, nowMs }), nowMs });
      for (const fold of folds) {
        assert.ok(fold.toMs >= fold.fromMs);
        for (const bar of bars) assert.ok(bar.fromMs >= fold.toMs || (bar.toMs ?? nowMs) <= fold.fromMs);
      }
    }),
  );
});

test('a run of very many steps is shown by level, and a level opens into its steps', () => {
  const steps = Array.from({ length: 600 }, (_, index) =>
    ran(`s${index}`, { readyMs: start, level: index % 6, spans: [[start, start + 1_000]] }),
  );
  assert.equal(isGrouped(steps), true);
  const bars = barMaker();
  const closed = timelineRows(steps, { openLevels: new Set() }, bars);
  assert.deepEqual(
    closed.map((row) => row.id),
    ['level 0', 'level 1', 'level 2', 'level 3', 'level 4', 'level 5'],
  );
  assert.deepEqual(closed[0]?.kind === 'group' && closed[0].counts, [{ state: 'SUCCEEDED', count: 100 }]);
  assert.equal(timelineRows(steps, { openLevels: new Set([2]) }, bars).length, 106);
  const only = new Set([steps[0]?.id ?? '', steps[1]?.id ?? '']);
  assert.equal(timelineRows(steps, { openLevels: new Set(), only }, bars).length, 2);
});

test('spans that touch become one, and what goes on swallows the rest', () => {
  const merged = union([
    { fromMs: 5, toMs: 7 },
    { fromMs: 0, toMs: 2 },
    { fromMs: 2, toMs: 4 },
    { fromMs: 6, toMs: null },
    { fromMs: 9, toMs: 10 },
  ]);
  assert.deepEqual(merged, [
    { fromMs: 0, toMs: 4 },
    { fromMs: 5, toMs: null },
  ]);
});

test('only the rows in view are drawn, and a few around them', () => {
  const view = rowsInView({ scrollPx: 2_800, heightPx: 560, rowPx: 28, count: 5_000 });
  assert.deepEqual(view, { from: 94, to: 126 });
  assert.deepEqual(rowsInView({ scrollPx: 9_000, heightPx: 560, rowPx: 28, count: 3 }), { from: 3, to: 3 });
});
