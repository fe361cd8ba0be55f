import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstInstant, parseSchedule, type ScheduleInput } from './schedule.ts';

const defaults = { id: '0198f7c2-0000-7000-8000-000000000000', timeZone: 'Europe/Berlin' };
const nightly: ScheduleInput = { name: 'nightly', cron: '0 2 * * *', target: { task: 'report' } };

function refusalsOf(changes: Partial<ScheduleInput>): string[] {
  const parsed = parseSchedule({ ...nightly, ...changes }, defaults);
  return parsed.ok ? [] : parsed.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
}

function spanOf(changes: Partial<ScheduleInput>) {
  const parsed = parseSchedule({ ...nightly, ...changes }, defaults);
  assert.ok(parsed.ok);
  return parsed.value;
}

test('a schedule takes the zone of its tenant, skips overlaps and catches nothing up unless told otherwise', () => {
  const { timeZone, overlap, catchUp, params } = spanOf({});
  assert.deepEqual(
    [timeZone, overlap, catchUp, params],
    ['Europe/Berlin', 'SKIP', { policy: 'NONE', windowMs: 0 }, {}],
  );
});

test('every fault of a schedule is refused at once, each with its path', () => {
  const refusals = refusalsOf({
    name: ' ',
    cron: '61 2 * * *',
    timeZone: 'Mars/Base',
    target: {},
    params: [1],
    overlap: 'MAYBE',
  });
  assert.deepEqual(refusals, [
    'BAD_INPUT name',
    'BAD_CRON cron',
    'BAD_TIME_ZONE timeZone',
    'BAD_INPUT target',
    'BAD_INPUT params',
    'BAD_INPUT overlap',
  ]);
});

test('what does not work yet is refused with a sentence, never ignored', () => {
  const refused: [Partial<ScheduleInput>, string][] = [
    [{ overlap: 'BUFFER_ONE' }, 'overlap'],
    [{ overlap: 'BUFFER_ALL' }, 'overlap'],
    [{ overlap: 'CANCEL_OTHER' }, 'overlap'],
    [{ catchUp: { policy: 'ALL' } }, 'catchUp.policy'],
    [{ jitter: 'PT5M' }, 'jitter'],
    [{ calendars: ['bavaria'] }, 'calendars'],
    [{ blackouts: { from: 'x' } }, 'blackouts'],
    [{ dependsOn: ['other'] }, 'dependsOn'],
  ];
  for (const [changes, path] of refused) assert.deepEqual(refusalsOf(changes), [`UNSUPPORTED ${path}`]);
  assert.deepEqual(refusalsOf({ calendars: [], blackouts: null, dependsOn: [], jitter: null }), []);
});

test('a setting without effect is refused', () => {
  assert.deepEqual(refusalsOf({ catchUp: { policy: 'NONE', window: 'PT1H' } }), ['BAD_INPUT catchUp.window']);
  assert.deepEqual(refusalsOf({ catchUp: { policy: 'LAST', window: 'PT0S' } }), ['BAD_INPUT catchUp.window']);
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  assert.deepEqual(refusalsOf({ startAt: at(2), endAt: at(1) }), ['BAD_INPUT endAt']);
  assert.deepEqual(refusalsOf({ target: { task: 'a', workflow: 'b' } }), ['BAD_INPUT target']);
});

test('H stands for one value per schedule', () => {
  const written = (id: string) => {
    const parsed = parseSchedule({ ...nightly, cron: 'H H * * *' }, { ...defaults, id });
    assert.ok(parsed.ok);
    return JSON.stringify(parsed.value.timetable.parts);
  };
  const [first, second] = ['0198f7c2-0000-7000-8000-000000000001', '0198f7c2-0000-7000-8000-000000000002'];
  assert.equal(written(first ?? ''), written(first ?? ''));
  assert.notEqual(written(first ?? ''), written(second ?? ''));
});

test('the first instant lies after now and within the span of the schedule, its start included', () => {
  const minuteMs = 60_000;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.option(fc.integer({ min: 0, max: 1e6 })),
      fc.integer({ min: 1, max: 1e6 }),
      (now, start, length) => {
        const fromMs = start ?? now;
        const span = spanOf({
          cron: '*/5 * * * *',
          startAt: start === null ? null : new Date(start * minuteMs),
          endAt: new Date((fromMs + length) * minuteMs),
        });
        const first = firstInstant(span, now * minuteMs)?.getTime();
        const earliestMs = Math.max(now * minuteMs + 1, fromMs * minuteMs);
        const expectedMs = Math.ceil(earliestMs / (5 * minuteMs)) * 5 * minuteMs;
        assert.equal(first, expectedMs <= (fromMs + length) * minuteMs ? expectedMs : undefined);
      },
    ),
  );
});
