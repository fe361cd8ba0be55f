import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { nextInstants, parseTimetable } from './cron.ts';
import {
  type OverlapPolicy,
  overlapPolicies,
  type PlannedSchedule,
  type PlannedTick,
  planTicks,
} from './plan-ticks.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 2, 1, 12);
const noCatchUp = { policy: 'NONE', windowMs: 0 } as const;
const lastOfADay = { policy: 'LAST', windowMs: 24 * 60 * minuteMs } as const;

function schedule(cron: string, rest: Partial<PlannedSchedule> = {}): PlannedSchedule {
  const outcome = parseTimetable({ cron, timeZone: 'Europe/Berlin' });
  assert.ok(outcome.ok);
  return { timetable: outcome.value, nextAtMs: startMs, overlap: 'SKIP', catchUp: noCatchUp, endAtMs: null, ...rest };
}

function outcomes(ticks: PlannedTick[]): string[] {
  return ticks.map((tick) => `${tick.outcome} ${tick.reason.code}`);
}

test('a schedule fires at its instant and learns the next one', () => {
  const plan = planTicks({ schedule: schedule('*/5 * * * *'), nowMs: startMs + 40, hasOpenWork: false });
  assert.deepEqual(plan, {
    ticks: [{ scheduledForMs: startMs, outcome: 'FIRED', reason: { code: 'ON_TIME', message: 'it was due' } }],
    nextAtMs: startMs + 5 * minuteMs,
  });
});

test('before its instant a schedule does nothing', () => {
  const plan = planTicks({ schedule: schedule('*/5 * * * *'), nowMs: startMs - 1, hasOpenWork: true });
  assert.deepEqual(plan, { ticks: [], nextAtMs: startMs });
});

test('a takeover of the planner within the grace does not count as an outage', () => {
  const at = (lateMs: number) =>
    outcomes(planTicks({ schedule: schedule('0 * * * *'), nowMs: startMs + lateMs, hasOpenWork: false }).ticks);
  assert.deepEqual(at(timetableBounds.lateAfterMs), ['FIRED ON_TIME']);
  assert.deepEqual(at(timetableBounds.lateAfterMs + 1), ['MISSED NO_CATCH_UP']);
});

test('open work makes a skipping schedule skip, with the reason, and an overlapping one fire', () => {
  const at = (overlap: OverlapPolicy) =>
    outcomes(planTicks({ schedule: schedule('0 * * * *', { overlap }), nowMs: startMs, hasOpenWork: true }).ticks);
  assert.deepEqual(at('SKIP'), ['SKIPPED OVERLAP']);
  assert.deepEqual(at('ALLOW_ALL'), ['FIRED ON_TIME']);
});

test('what a pass itself fires is open work for the instants after it', () => {
  const nowMs = startMs + minuteMs;
  const at = (overlap: OverlapPolicy) =>
    outcomes(planTicks({ schedule: schedule('* * * * *', { overlap }), nowMs, hasOpenWork: false }).ticks);
  assert.deepEqual(at('SKIP'), ['FIRED ON_TIME', 'SKIPPED OVERLAP']);
  assert.deepEqual(at('ALLOW_ALL'), ['FIRED ON_TIME', 'FIRED ON_TIME']);
});

test('after an outage only the last missed instant is caught up, and only within the window', () => {
  const nowMs = startMs + 3 * 60 * minuteMs - 5 * minuteMs;
  const at = (catchUp: PlannedSchedule['catchUp']) =>
    outcomes(planTicks({ schedule: schedule('0 * * * *', { catchUp }), nowMs, hasOpenWork: false }).ticks);
  assert.deepEqual(at(noCatchUp), ['MISSED NO_CATCH_UP', 'MISSED NO_CATCH_UP', 'MISSED NO_CATCH_UP']);
  assert.deepEqual(at(lastOfADay), ['MISSED NOT_THE_LAST', 'MISSED NOT_THE_LAST', 'FIRED CAUGHT_UP']);
  assert.deepEqual(at({ policy: 'LAST', windowMs: 54 * minuteMs }), [
    'MISSED NOT_THE_LAST',
    'MISSED NOT_THE_LAST',
    'MISSED TOO_OLD',
  ]);
});

test('a schedule fires at its last instant and then has ended', () => {
  const ending = schedule('0 * * * *', { endAtMs: startMs });
  const last = planTicks({ schedule: ending, nowMs: startMs, hasOpenWork: false });
  assert.deepEqual([outcomes(last.ticks), last.nextAtMs], [['FIRED ON_TIME'], null]);
  const over = planTicks({ schedule: { ...ending, endAtMs: startMs - 1 }, nowMs: startMs, hasOpenWork: false });
  assert.deepEqual(over, { ticks: [], nextAtMs: null });
});

test('three days of missed minutes are all recorded, in bounded passes, and one is caught up', () => {
  const nowMs = startMs + 3 * 24 * 60 * minuteMs;
  let current = schedule('* * * * *', { catchUp: lastOfADay, overlap: 'ALLOW_ALL' });
  const ticks: PlannedTick[] = [];
  for (let pass = 0; pass < 10 && current.nextAtMs <= nowMs; pass += 1) {
    const plan = planTicks({ schedule: current, nowMs, hasOpenWork: false });
    assert.ok(plan.ticks.length > 0 && plan.ticks.length <= timetableBounds.ticksPerPassMax);
    assert.ok(plan.nextAtMs !== null);
    ticks.push(...plan.ticks);
    current = { ...current, nextAtMs: plan.nextAtMs };
  }
  assert.equal(ticks.length, 3 * 24 * 60 + 1);
  assert.equal(new Set(ticks.map((tick) => tick.scheduledForMs)).size, ticks.length);
  const fired = ticks.filter((tick) => tick.outcome === 'FIRED');
  assert.deepEqual(outcomes(fired), ['FIRED CAUGHT_UP', 'FIRED ON_TIME', 'FIRED ON_TIME']);
  assert.equal(fired[0]?.scheduledForMs, nowMs - 2 * minuteMs);
});

const anyPass = fc.record({
  cron: fc.constantFrom('* * * * *', '*/7 * * * *', '0 * * * *', '30 2 * * *', '0 0 L * *'),
  agoMinutes: fc.integer({ min: 0, max: 5_000 }),
  laterMs: fc.integer({ min: 0, max: minuteMs }),
  overlap: fc.constantFrom(...overlapPolicies),
  catchUp: fc.constantFrom(noCatchUp, lastOfADay, { policy: 'LAST', windowMs: 0 } as const),
  hasOpenWork: fc.boolean(),
  ticksMax: fc.constantFrom(1, 3, 50, 1_000),
});

type Pass = typeof anyPass extends fc.Arbitrary<infer Value> ? Value : never;

function run(pass: Pass) {
  const first = schedule(pass.cron, { overlap: pass.overlap, catchUp: pass.catchUp });
  const nowMs = startMs + pass.laterMs;
  const [nextAtMs = nowMs] = nextInstants(first.timetable, startMs - pass.agoMinutes * minuteMs, 1);
  const planned = { ...first, nextAtMs };
  const plan = planTicks({ schedule: planned, nowMs, hasOpenWork: pass.hasOpenWork, ticksMax: pass.ticksMax });
  return { planned, nowMs, plan };
}

test('every due instant gets exactly one tick, in order, and the next one follows them', () => {
  fc.assert(
    fc.property(anyPass, (pass) => {
      const { planned, nowMs, plan } = run(pass);
      const due = [planned.nextAtMs, ...nextInstants(planned.timetable, planned.nextAtMs, pass.ticksMax)];
      const expected = due.filter((atMs) => atMs <= nowMs).slice(0, pass.ticksMax);
      assert.deepEqual(
        plan.ticks.map((tick) => tick.scheduledForMs),
        expected,
      );
      assert.equal(plan.nextAtMs, due[expected.length]);
    }),
  );
});

test('the next instant lies after now unless the pass was cut at its bound', () => {
  fc.assert(
    fc.property(anyPass, (pass) => {
      const { nowMs, plan } = run(pass);
      assert.ok(plan.nextAtMs !== null);
      assert.ok(plan.nextAtMs > nowMs || plan.ticks.length === pass.ticksMax);
    }),
  );
});

test('what fires obeys the overlap and catch-up policies, and every tick says why', () => {
  fc.assert(
    fc.property(anyPass, (pass) => {
      const { nowMs, plan } = run(pass);
      const fired = plan.ticks.filter((tick) => tick.outcome === 'FIRED');
      const late = fired.filter((tick) => nowMs - tick.scheduledForMs > timetableBounds.lateAfterMs);
      assert.ok(late.length <= (pass.catchUp.policy === 'LAST' ? 1 : 0));
      if (pass.overlap === 'SKIP') assert.ok(fired.length <= (pass.hasOpenWork ? 0 : 1));
      else assert.ok(plan.ticks.every((tick) => tick.outcome !== 'SKIPPED'));
      assert.ok(plan.ticks.every((tick) => tick.reason.message.length > 0));
    }),
  );
});
