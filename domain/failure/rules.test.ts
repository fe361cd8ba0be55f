// The rules around kinds of failures: how many a tenant has, what retries taught, and what a list may be asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureBounds } from '#domain/bounds/failure.ts';
import { failureMoves, failureStates } from '#domain/machines.ts';
import { chooseDetail } from './choose-detail.ts';
import { readFailureFilter } from './failure-filter.ts';
import { waitStepOf, waitStepsMs, workedBefore } from './lessons.ts';

const prints = { MESSAGE: 'm', TYPE: 't', SUBJECT: 's' };
const minuteMs = 60_000;

test('a kind that is there stays, and a new one is told with less the more there are', () => {
  const { kindsPerTenantMax: max } = failureBounds;
  const choose = (count: number, ...known: string[]) =>
    chooseDetail(prints, { has: (print) => known.includes(print), count });
  assert.deepEqual([choose(0), choose(max - 1)], ['MESSAGE', 'MESSAGE']);
  assert.deepEqual([choose(max), choose(2 * max - 1), choose(2 * max)], ['TYPE', 'TYPE', 'SUBJECT']);
  assert.deepEqual([choose(9 * max, 'm'), choose(9 * max, 't'), choose(9 * max, 's')], ['MESSAGE', 'TYPE', 'SUBJECT']);
});

test('what worked before is the wait after which a retry most surely works', () => {
  const lessons = (told: Record<number, [tried: number, worked: number]>) => {
    const count = (nth: 0 | 1) => waitStepsMs.map((_, step) => told[step]?.[nth] ?? 0);
    return workedBefore({ tried: count(0), worked: count(1) });
  };
  const [atOnce, after5min, afterDay] = [0, waitStepOf(5 * minuteMs), waitStepOf(30 * 24 * 60 * minuteMs)];
  assert.equal(lessons({}), undefined);
  assert.deepEqual(lessons({ [atOnce]: [40, 4], [after5min]: [10, 9], [afterDay]: [1, 1] }), {
    afterMs: 5 * minuteMs,
    worked: 9,
    tried: 10,
  });
  assert.deepEqual(lessons({ [atOnce]: [1, 1] }), { afterMs: 0, worked: 1, tried: 1 });
  assert.deepEqual(lessons({ [atOnce]: [5, 0], [afterDay]: [7, 0] }), { afterMs: null, worked: 0, tried: 12 });
  assert.deepEqual(lessons({ [atOnce]: [2, 1], [afterDay]: [2, 1] })?.afterMs, 0, 'the shorter of two that are alike');
  assert.deepEqual(workedBefore({ tried: [], worked: [] }), undefined, 'of a failure that is new');
});

test('a wait is told by the step that it reached', () => {
  assert.equal(waitStepsMs[waitStepOf(7 * minuteMs)], 5 * minuteMs);
  assert.equal(waitStepsMs[waitStepOf(5 * minuteMs)], 5 * minuteMs);
  assert.equal(waitStepOf(-1), 0, 'a clock that went back');
});

test('every state of a failure is left by somebody, and what was resolved only comes back open', () => {
  for (const state of failureStates) assert.ok(Object.keys(failureMoves[state]).length > 0, state);
  assert.deepEqual(Object.keys(failureMoves.RESOLVED), ['OPEN']);
});

test('a list is asked for in a query, and what no failure has is refused by name', () => {
  const read = (query: string) =>
    readFailureFilter({ query }, { nowMs: Date.UTC(2026, 2, 1), userId: 'ada' }, ['filter']);
  const asked = read('state:open,snoozed task:pay kind:dead type:HTTP_503 last:>-2h "row 7"');
  assert.ok(asked.ok);
  assert.deepEqual(asked.value.states, ['OPEN', 'SNOOZED']);
  assert.deepEqual([asked.value.tasks, asked.value.kinds, asked.value.types], [['pay'], ['DEAD'], ['HTTP_503']]);
  assert.equal(asked.value.lastAfterMs, Date.UTC(2026, 1, 28, 22));
  assert.deepEqual(asked.value.words, ['row 7']);
  const mine = read('assignee:me');
  assert.deepEqual(mine.ok && mine.value.assignees, ['ada']);
  const complaint = (query: string) => {
    const refused = read(query);
    return refused.ok ? '' : refused.refusals[0]?.message;
  };
  assert.match(complaint('kind:odd') ?? '', /"odd" is not a kind \(character 1\); known are dead, run/);
  assert.match(complaint('state:gone') ?? '', /"gone" is not a state/);
  assert.match(complaint('colour:red') ?? '', /there is no field "colour"/);
  const ids = Array.from({ length: 1_001 }, () => 'x');
  assert.equal(readFailureFilter({ ids }, { nowMs: 0 }, ['filter']).ok, false);
});
