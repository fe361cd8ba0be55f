import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { timeScale } from '#components/timeline/scale/time-scale.ts';
import { columnOf, type FleetRow, itemAt, lineOf, nextItem, pathOfItem, placeOf, untoldFrom } from './fleet-model.ts';
import { listOf } from './fleet-query.ts';
import { sayItem, sayLine } from './fleet-words.ts';

const nowMs = Date.UTC(2026, 2, 1, 12);
const minuteMs = 60_000;
const at = (minutes: number) => new Date(nowMs + minutes * minuteMs).toISOString();
const clock = { nowMs, timeZone: 'UTC' };

function row(more: Partial<FleetRow> = {}): FleetRow {
  return {
    id: 'que_1',
    kind: 'QUEUE',
    name: 'reports',
    isActive: true,
    isOfRuns: false,
    isExact: true,
    isPlannedCut: false,
    bars: [],
    parts: [],
    planned: [],
    ...more,
  };
}

const bar = (id: string, from: number, to: number | null, state: FleetRow['bars'][number]['state'] = 'SUCCEEDED') => ({
  id,
  name: 'send-report',
  state,
  from: at(from),
  to: to === null ? null : at(to),
});
const lined = (more: Partial<FleetRow>) => lineOf(row(more), { nowMs, partMs: minuteMs });

test('bars that overlap lie in lanes of their own, and what goes on ends now', () => {
  const line = lined({ bars: [bar('a', -30, -10), bar('b', -20, null, 'RUNNING'), bar('c', -9, -5)] });
  assert.deepEqual(
    line.items.map((item) => (item.kind === 'bar' ? [item.id, item.lane, item.toMs - nowMs] : [])),
    [
      ['a', 0, -10 * minuteMs],
      ['b', 1, 0],
      ['c', 0, -5 * minuteMs],
    ],
  );
  assert.equal(line.lanes, 2);
});

test('in any row two bars share a lane only when they are apart, as long as there are lanes left', () => {
  const bars = fc
    .array(fc.tuple(fc.integer({ min: -600, max: -1 }), fc.integer({ min: 0, max: 60 })), { maxLength: 40 })
    .map((some) => some.toSorted(([one], [other]) => one - other));
  fc.assert(
    fc.property(bars, (some) => {
      const { items, lanes } = lined({ bars: some.map(([from, long], n) => bar(`job_${n}`, from, from + long)) });
      assert.ok(lanes <= 3);
      const own = items.flatMap((item) => (item.kind === 'bar' ? [item] : []));
      assert.equal(own.length, some.length);
      for (const [n, one] of own.entries())
        for (const other of own.slice(n + 1))
          if (one.lane === other.lane && one.lane < 2) assert.ok(other.fromMs >= one.toMs);
    }),
  );
});

test('a column is as high as its count beside the largest, and what failed in it is always seen', () => {
  const counts = fc.record({ good: fc.integer({ min: 0, max: 5_000 }), bad: fc.integer({ min: 0, max: 5_000 }) });
  fc.assert(
    fc.property(counts, ({ good, bad }) => {
      fc.pre(good + bad > 0);
      const states = [
        ...(good > 0 ? [{ state: 'SUCCEEDED' as const, count: good }] : []),
        ...(bad > 0 ? [{ state: 'FAILED' as const, count: bad }] : []),
      ];
      const column = columnOf({ states }, { most: 10_000, heightPx: 20 });
      const all = column.reduce((sum, { heightPx }) => sum + heightPx, 0);
      assert.ok(all >= 4 - 1e-9 && all <= 20 + 1e-9, `${all}`);
      assert.ok(bad === 0 || (column.find(({ family }) => family === 'failed')?.heightPx ?? 0) >= 2);
    }),
  );
});

test('a ghost is as long as its schedule takes as a rule, and one that has passed is overdue', () => {
  const plan = { scheduleId: 'sch_1', schedule: 'nightly', expectedMs: 90_000 };
  const line = lined({
    planned: [
      { ...plan, at: at(-1) },
      { ...plan, at: at(20) },
    ],
  });
  const [late, next] = line.items;
  assert.deepEqual([late?.kind === 'plan' && late.isOverdue, next?.kind === 'plan' && next.isOverdue], [true, false]);
  assert.equal((next?.toMs ?? 0) - (next?.fromMs ?? 0), 90_000);
  assert.equal(next && sayItem(next, clock), 'nightly is planned, 12:20:00, in 20 min, takes 1:30 min as a rule');
  assert.equal(late && sayItem(late, clock), 'nightly is overdue, 11:59:00, 1 min ago, takes 1:30 min as a rule');
  assert.equal(sayLine(line, clock), 'reports: nothing began; next at 12:20:00');
});

test('a row says how much of what there is, and that there may be more', () => {
  const parts = [
    { at: at(-20), isExact: true, states: [{ state: 'SUCCEEDED' as const, count: 40 }] },
    {
      at: at(-10),
      isExact: false,
      states: [
        { state: 'DEAD' as const, count: 2 },
        { state: 'SUCCEEDED' as const, count: 160 },
      ],
    },
  ];
  assert.equal(sayLine(lined({ parts, isExact: false }), clock), 'reports: 200+ succeeded, 2+ dead');
  assert.equal(sayLine(lined({ bars: [bar('a', -3, null, 'RUNNING')] }), clock), 'reports: 1 running');
});

test('the pointer finds what is under it or near it, and the arrows go from thing to thing', () => {
  const line = lined({
    bars: [bar('a', -40, -35), bar('b', -20, -10)],
    planned: [{ scheduleId: 's', schedule: 'n', at: at(10), expectedMs: null }],
  });
  const scale = timeScale({
    span: { fromMs: nowMs - 60 * minuteMs, toMs: nowMs + 60 * minuteMs },
    folds: [],
    widthPx: 120,
  });
  assert.equal(itemAt(line.items, { px: 45, scale })?.key, 'b');
  assert.equal(itemAt(line.items, { px: 17, scale })?.key, 'a', 'three pixels beside it');
  assert.equal(itemAt(line.items, { px: 100, scale }), undefined);
  const plan = line.items.at(-1);
  assert.ok(plan !== undefined && placeOf(plan, scale).endPx > placeOf(plan, scale).startPx, 'an instant can be seen');
  const next = (from: string | undefined, isRight: boolean) => nextItem(line.items, { from, isRight, nowMs })?.key;
  assert.deepEqual([next(undefined, false), next('b', false), next('a', false)], ['b', 'a', 'a']);
  assert.deepEqual([next(undefined, true), next('a', true), next(plan.key, true)], [plan.key, 'b', plan.key]);
});

test('a stretch leads to the list of what began in it', () => {
  const span = { fromMs: nowMs - 500, toMs: nowMs + 1_500 };
  const time = 'started:%3E%3D2026-03-01T11:59:59Z+started:%3C2026-03-01T12:00:02Z';
  const query = (more: Partial<FleetRow>) => listOf(row(more), span);
  assert.equal(query({}), `/jobs?q=queue:reports+${time}`);
  assert.equal(
    query({ kind: 'WORKFLOW', name: 'month end', isOfRuns: true }),
    `/runs?q=workflow:%22month+end%22+${time}`,
  );
  assert.equal(query({ kind: 'SCHEDULE', id: 'sch_1', isOfRuns: true }), `/runs?q=schedule:sch_1+${time}`);
  assert.equal(query({ kind: 'SCHEDULE', id: 'sch_1' }), `/jobs?q=schedule:sch_1+${time}`);
  assert.equal(query({ kind: 'WORKER' }), `/jobs?q=${time}`);
});

test('a thing leads to its own page', () => {
  const [job] = lined({ bars: [bar('job_1', -3, -2)] }).items;
  assert.ok(job?.kind === 'bar');
  assert.deepEqual(
    [pathOfItem(job, { isOfRuns: false }), pathOfItem(job, { isOfRuns: true })],
    ['/jobs/job_1', '/runs/job_1'],
  );
});

test('where more is planned than is told, the row says from when on, and else nothing', () => {
  const plan = (minutes: number) => ({ scheduleId: 'sch_1', schedule: 'often', at: at(minutes), expectedMs: minuteMs });
  const cut = lined({ planned: [plan(1), plan(2)], isPlannedCut: true });
  assert.equal(untoldFrom(cut), nowMs + 3 * minuteMs);
  assert.match(sayLine(cut, clock), /; next at .*; more than is drawn after /);
  const whole = lined({ planned: [plan(1), plan(2)] });
  assert.equal(untoldFrom(whole), undefined);
  assert.doesNotMatch(sayLine(whole, clock), /more than/);
  assert.equal(untoldFrom(lined({ isPlannedCut: true })), undefined);
});
