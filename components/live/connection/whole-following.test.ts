// What is followed is the test's own: it says what comes of each try, and when.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveEvent } from '#components/live/live-event.ts';
import { followWhole } from './whole-following.ts';

type Try = {
  after: string | undefined;
  isLeft: boolean;
  onEvents: (events: LiveEvent[]) => void;
  onResync: () => void;
};

function event(cursor: string): LiveEvent {
  const move = { entityId: 'job_1', from: null, to: null, reason: null, attempt: null, payload: null };
  return { cursor, seq: null, type: 'job.started', at: '2026-03-29T01:00:00.000Z', ...move };
}

function openScene() {
  const tries: Try[] = [];
  const timers: { waitMs: number; work: () => void }[] = [];
  const seen = { events: [] as string[], stuck: 0 };
  const follow = ({ after, onEvents, onResync }: Omit<Try, 'isLeft' | 'after'> & { after: string | undefined }) => {
    const one = { after, isLeft: false, onEvents, onResync };
    tries.push(one);
    return () => {
      one.isLeft = true;
    };
  };
  const world = {
    after: (waitMs: number, work: () => void) => {
      const timer = { waitMs, work };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    share: () => 1,
  };
  const leave = followWhole(
    { follow, world },
    {
      onEvents: (events) => seen.events.push(...events.map(({ cursor }) => cursor)),
      onStuck: () => {
        seen.stuck += 1;
      },
    },
  );
  return {
    tries,
    seen,
    leave,
    tell: (...cursors: string[]) => tries.at(-1)?.onEvents(cursors.map(event)),
    cut: () => tries.at(-1)?.onResync(),
    waits: () => timers.map(({ waitMs }) => waitMs),
    waitOver: () => timers.shift()?.work(),
  };
}

test('a log that is not told to its end is asked for on from the last event, as often as that gets further', () => {
  const { tries, seen, tell, cut, waits, waitOver } = openScene();
  for (let nth = 0; nth < 20; nth += 1) {
    tell(`c${2 * nth + 1}`, `c${2 * nth + 2}`);
    cut();
    // What is new meanwhile is left for the next try, which finds it in its place.
    assert.deepEqual([tries.at(-1)?.isLeft, waits()], [true, [500]]);
    waitOver();
    assert.equal(tries.at(-1)?.after, `c${2 * nth + 2}`);
  }
  assert.deepEqual([tries.length, seen.events.length, seen.stuck], [21, 40, 0]);
});

test('a log that cannot be read on is asked for less and less often, then no more, and what is new is still told', () => {
  const { tries, seen, tell, cut, waits, waitOver } = openScene();
  for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000, 16_000]) {
    cut();
    assert.deepEqual([waits(), seen.stuck], [[waitMs], 0]);
    waitOver();
    assert.equal(tries.at(-1)?.after, undefined);
  }
  for (let times = 0; times < 3; times += 1) cut();
  assert.deepEqual([waits(), tries.length, tries.at(-1)?.isLeft], [[], 7, false]);
  assert.equal(seen.stuck, 3);
  tell('c8');
  assert.deepEqual(seen.events, ['c8']);
  // Whatever came is a new beginning: what is missed after it is asked for again.
  cut();
  waitOver();
  assert.equal(tries.at(-1)?.after, 'c8');
});

test('who leaves a log between two tries asks for nothing more', () => {
  const { tries, leave, cut, waits } = openScene();
  cut();
  leave();
  assert.deepEqual([waits(), tries.length], [[], 1]);
});
