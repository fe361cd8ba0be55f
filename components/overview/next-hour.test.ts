import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextHour, nextOfEach, sayTicks } from '#components/overview/next-hour.ts';

const nowMs = Date.UTC(2026, 2, 1, 12, 2, 30);

function schedule(name: string, ...minutes: number[]) {
  return { id: `sch_${name}`, name, upcoming: minutes.map((minute) => ({ at: instant(minute) })) };
}

function instant(minute: number): string {
  return new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
}

const schedules = [schedule('often', 2, 3, 4, 6), schedule('late', 59, 90), schedule('soon', 4)];

test('the hour ahead counts what will fire, and nothing that has fired', () => {
  const cells = nextHour(schedules, nowMs);
  assert.deepEqual(
    cells.map(({ ticks }) => ticks.length),
    [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  );
  assert.equal(sayTicks(cells[0]?.ticks ?? []), 'often ×2, soon');
});

test('the next ticks are told once for each schedule', () => {
  assert.deepEqual(
    nextOfEach(schedules, nowMs, 2).map(({ name, atMs }) => [name, new Date(atMs).getUTCMinutes()]),
    [
      ['often', 3],
      ['soon', 4],
    ],
  );
  assert.deepEqual(nextOfEach([], nowMs, 3), []);
});
