import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LiveEvent } from '#components/live/live-event.ts';
import { applyToTimeline, type Timeline, timelineOf } from '#components/timeline/timeline-fold.ts';
import { barsOf } from '#components/timeline/timeline-step.ts';
import { isSettled, type JobState, jobMoves, jobStates } from '#domain/machines.ts';

const start = Date.UTC(2026, 2, 29, 1);
const steps = ['a', 'b', 'c'];

function fresh(): Timeline {
  return {
    id: 'run_1',
    state: 'RUNNING',
    startedMs: start,
    finishedMs: null,
    eventCursor: 'c0',
    steps: steps.map((stepKey) => ({
      ...{ id: `stp_${stepKey}`, stepKey, jobId: null, iteration: null, task: 'echo', level: 0, state: 'PENDING' },
      ...{ readyMs: null, dueMs: null, finishedMs: null, keptMs: null, reason: null, isLoop: false, attempts: [] },
    })),
  };
}

type Moved = { stepKey: string; from: JobState | null; to: JobState; second: number; attempt: number | null };

function event({ stepKey, from, to, second, attempt }: Moved): LiveEvent {
  const at = new Date(start + second * 1_000).toISOString();
  const payload = from === null ? { stepKey } : null;
  const type = `job.${to.toLowerCase()}`;
  return {
    cursor: `c${second}`,
    seq: second,
    type,
    at,
    entityId: `job_${stepKey}`,
    from,
    to,
    reason: null,
    attempt,
    payload,
  };
}

// Legal lives of three steps, one move a second, mixed as they come. An operator's retry begins the attempts anew.
const histories = fc.array(fc.tuple(fc.nat(2), fc.nat()), { maxLength: 40 }).map((choices) => {
  const lives = new Map<string, { state: JobState | null; attempt: number }>();
  return choices.flatMap(([place, choice], index): LiveEvent[] => {
    const stepKey = steps[place] ?? 'a';
    const life = lives.get(stepKey) ?? { state: null, attempt: 0 };
    const { state } = life;
    const open: JobState[] = state === null ? ['PENDING'] : jobStates.filter((to) => jobMoves[state][to] !== undefined);
    const to = open[choice % open.length];
    if (to === undefined) return [];
    const attempt = to === 'RUNNING' ? life.attempt + 1 : state !== null && isSettled(state) ? 0 : life.attempt;
    lives.set(stepKey, { state: to, attempt });
    const isWorkers = to === 'RUNNING' || state === 'RUNNING';
    return [event({ stepKey, from: state, to, second: index + 1, attempt: isWorkers ? attempt : null })];
  });
});

test('a log told in one burst, line by line or from any snapshot on ends the same', () => {
  fc.assert(
    fc.property(histories, fc.nat(), (history, cut) => {
      const whole = applyToTimeline(fresh(), history);
      const singly = history.reduce((shown, one) => applyToTimeline(shown, [one]), fresh());
      assert.deepEqual(singly, whole);
      const place = cut % (history.length + 1);
      const snapshot = applyToTimeline(fresh(), history.slice(0, place));
      assert.deepEqual(applyToTimeline(snapshot, history.slice(place)), whole);
    }),
  );
});

test('lines that a snapshot holds already change nothing when they are told again', () => {
  fc.assert(
    fc.property(histories, fc.nat(), (history, cut) => {
      const whole = applyToTimeline(fresh(), history);
      const again = applyToTimeline(whole, history.slice(cut % (history.length + 1)));
      const lengths = (timeline: Timeline) => timeline.steps.map(({ state, attempts }) => [state, attempts.length]);
      assert.deepEqual(lengths(again), lengths(whole));
    }),
  );
});

test('every start of a step is an attempt of its own, and only the last may be open', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { steps: shown } = applyToTimeline(fresh(), history);
      for (const step of shown) {
        const starts = history.filter(({ to, entityId }) => to === 'RUNNING' && entityId === step.jobId).length;
        assert.equal(step.attempts.length, starts);
        const open = step.attempts.filter(({ finishedMs }) => finishedMs === null).length;
        assert.equal(open, step.state === 'RUNNING' ? 1 : 0);
        assert.equal(barsOf(step).filter(({ kind }) => kind === 'run').length, starts);
      }
    }),
  );
});

test('the run ends when its log says so, and steps that did not move stay the same objects', () => {
  const before = fresh();
  const first = event({ stepKey: 'a', from: null, to: 'PENDING', second: 1, attempt: null });
  const after = applyToTimeline(before, [first]);
  assert.equal(after.steps[1], before.steps[1]);
  assert.equal(after.steps[0]?.readyMs, start + 1_000);
  const last: LiveEvent = { ...first, type: 'run.succeeded', entityId: 'run_1', from: 'RUNNING', to: 'SUCCEEDED' };
  assert.equal(applyToTimeline(after, [last]).finishedMs, start + 1_000);
  assert.equal(applyToTimeline(after, [{ ...last, entityId: 'run_2' }]), after);
});

test('a step that an earlier run carried out draws nothing into this one, and says how long it took there', () => {
  const at = (second: number) => new Date(start + second * 1_000).toISOString();
  const attempt = { number: 1, state: 'SUCCEEDED', startedAt: at(0), finishedAt: at(4) };
  const job = { id: 'job_a', createdAt: at(0), runAt: null, attempts: [attempt] };
  const step = {
    id: 'stp_a',
    stepKey: 'a',
    state: 'SUCCEEDED',
    iteration: null,
    finishedAt: at(4),
    reason: null,
    startedAt: at(0),
    job,
  } as const;
  const run = { id: 'run_1', state: 'RUNNING', startedAt: at(60), finishedAt: null, eventCursor: 'c0' } as const;
  const [kept, own] = [true, false].map((isKept) => timelineOf({ ...run, steps: [{ ...step, isKept }] }, []).steps[0]);
  assert.ok(kept !== undefined && own !== undefined);
  assert.deepEqual([barsOf(kept), kept.keptMs], [[], 4_000]);
  assert.deepEqual([barsOf(own).map(({ kind }) => kind), own.keptMs], [['run'], null]);
});

test('a step that runs a workflow has a bar from when it started its run until that ended, and waits for no slot', () => {
  const instant = (ms: number) => new Date(ms).toISOString();
  const step = { id: 'stp_1', stepKey: 'mails', iteration: null, isKept: false, reason: null, job: null } as const;
  const run = { id: 'run_1', startedAt: instant(0), finishedAt: null, eventCursor: 'c0' } as const;
  const nodes = [{ stepKey: 'mails', task: null, kind: 'WORKFLOW', level: 0 }];
  const barsAt = (state: 'RUNNING' | 'SUCCEEDED', finishedAt: string | null) => {
    const steps = [{ ...step, state, startedAt: instant(100), finishedAt }];
    const [timed] = timelineOf({ ...run, state: 'RUNNING', steps }, nodes).steps;
    return timed === undefined ? [] : barsOf(timed).map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]);
  };
  assert.deepEqual(barsAt('RUNNING', null), [['run', 100, null]]);
  assert.deepEqual(barsAt('SUCCEEDED', instant(900)), [['run', 100, 900]]);
});
