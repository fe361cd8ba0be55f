import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '#components/api/fault.ts';
import { frameBatch, gatheredEventsMax } from '#components/live/frame-batch.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { usedHeap } from '#testing/machine/used-heap.ts';
import {
  askingOlder,
  concerns,
  type ListState,
  olderToAsk,
  type Reading,
  unreadList,
  withBurst,
  withFirstPage,
  withOlderPage,
} from './list-reading.ts';
import type { RowPage } from './live-list.ts';

type TestRow = { id: string; state: string };

const fault: Fault = { sentence: 'away', requestId: undefined, isSignedOut: false, isTenantGone: false };

function page(...ids: string[]): Reading<RowPage<TestRow>> {
  const rows = ids.map((id) => ({ id, state: 'PENDING' }));
  const place = { endCursor: ids.at(-1) ?? null, hasOlder: true, eventCursor: 'c0' };
  return { ok: true, value: { rows, totalCount: rows.length, totalCountExact: true, ...place } };
}

function event(entityId: string, from = 'PENDING', to = 'RUNNING'): LiveEvent {
  const at = '2026-03-29T01:00:00.000Z';
  return {
    cursor: 'c1',
    seq: null,
    type: 'job.started',
    at,
    entityId,
    from,
    to,
    reason: null,
    attempt: null,
    payload: null,
  };
}

const apply = (row: TestRow, { from, to }: LiveEvent): TestRow =>
  row.state === from && to !== null ? { ...row, state: to } : row;

function listOf(...ids: string[]): ListState<TestRow> {
  return withFirstPage(unreadList('all'), page(...ids));
}

function asking(state: ListState<TestRow>) {
  const asked = olderToAsk(state);
  assert.ok(asked !== undefined);
  return { asked, state: askingOlder(state, asked) };
}

function rowsOf({ list }: ListState<TestRow>): string {
  return (list?.rows ?? []).map(({ id, state }) => (state === 'PENDING' ? id : `${id}:${state}`)).join(' ');
}

test('older rows that were asked for before the list was read afresh do not hang below the fresh one', () => {
  const { asked, state } = asking(listOf('f', 'e', 'd'));
  const fresh = withFirstPage(state, page('g', 'f', 'e'));
  const after = withOlderPage(fresh, { asked, reading: page('c', 'b'), apply });
  assert.equal(rowsOf(after), 'g f e');
  assert.equal(after, fresh);
  // The rows between are there for whoever asks now.
  assert.equal(olderToAsk(after)?.after, 'e');
});

test('older rows that belong to the list hang below it, and others may be asked for then', () => {
  const { asked, state } = asking(listOf('f', 'e', 'd'));
  assert.equal(olderToAsk(state), undefined);
  const after = withOlderPage(state, { asked, reading: page('c', 'b'), apply });
  assert.equal(rowsOf(after), 'f e d c b');
  assert.equal(olderToAsk(after)?.after, 'b');
});

test('what happens to older rows while they are on their way is seen when they are there', () => {
  const { asked, state } = asking(listOf('f', 'e'));
  assert.ok(concerns(state, event('c')));
  const moved = withBurst(state, { events: [event('c'), event('e'), event('z')], apply });
  assert.equal(rowsOf(moved), 'f e:RUNNING');
  const after = withOlderPage(moved, { asked, reading: page('d', 'c'), apply });
  assert.equal(rowsOf(after), 'f e:RUNNING d c:RUNNING');
  assert.equal(after.older, undefined);
  assert.ok(!concerns(after, event('z')));
});

test('older rows to which more happened than can be kept are not shown as they were', () => {
  const { asked, state } = asking(listOf('b'));
  const events = Array.from({ length: gatheredEventsMax + 1 }, (_, n) => event(`z${n}`));
  const moved = withBurst(withBurst(state, { events, apply }), { events, apply });
  assert.equal(moved.older?.kept.length, gatheredEventsMax + 1);
  const after = withOlderPage(moved, { asked, reading: page('a'), apply });
  assert.equal(rowsOf(after), 'b');
  assert.equal(olderToAsk(after)?.after, 'b');
});

test('a list that cannot be read afresh stays, says so, and is told from one that never was read', () => {
  const stale = withFirstPage(listOf('b', 'a'), { ok: false, fault });
  assert.equal(rowsOf(stale), 'b a');
  assert.equal(stale.staleFault, fault);
  assert.equal(withFirstPage(stale, page('c')).staleFault, undefined);
  const never = withFirstPage<TestRow>(unreadList('all'), { ok: false, fault });
  assert.deepEqual([never.fault, never.staleFault], [fault, undefined]);
});

test('a failed reading of older rows is no reason to read the list afresh', () => {
  const { asked, state } = asking(listOf('b'));
  const after = withOlderPage(state, { asked, reading: { ok: false, fault }, apply });
  assert.deepEqual([after.fault, after.staleFault, after.isReading], [fault, undefined, false]);
});

// What a single byte kept of each event would come to, ten times over.
const keptBytesMax = 10_000_000;

test('a million events leave the list as large as it is, and nothing of them behind', () => {
  const ids = Array.from({ length: 1_000 }, (_, n) => `row${n}`);
  let state = listOf(...ids);
  const frames: (() => void)[] = [];
  let [bursts, moved, gatheredMost] = [0, 0, 0];
  const batch = frameBatch(
    {
      wants: (one) => concerns(state, one),
      onEvents: (events) => {
        bursts += 1;
        const next = withBurst(state, { events, apply });
        if (next !== state) moved += 1;
        state = next;
      },
      onResync: () => assert.fail('nothing was too much'),
    },
    { schedule: (work) => frames.push(work), unschedule: () => undefined },
  );
  let usedEarly = 0;
  for (let count = 0; count < 1_000_000; count += 1) {
    // By then everything that is made once has been made.
    if (count === 100_000) usedEarly = usedHeap();
    // Every thousandth is about a row that is shown, and moves it to and fro.
    const round = Math.floor(count / 1_000);
    const isShown = count % 1_000 === 0;
    const [from, to] = Math.floor(round / ids.length) % 2 === 0 ? ['PENDING', 'RUNNING'] : ['RUNNING', 'PENDING'];
    batch.add(isShown ? event(ids[round % ids.length] ?? '', from, to) : event(`other${count}`));
    gatheredMost = Math.max(gatheredMost, batch.size());
    if (count % 10_000 === 9_999) for (const work of frames.splice(0)) work();
  }
  assert.ok(usedHeap() - usedEarly < keptBytesMax);
  assert.deepEqual([bursts, moved, gatheredMost], [100, 100, 10]);
  assert.equal(state.list?.rows.length, ids.length);
  assert.equal(state.list?.places.size, ids.length);
  assert.equal(state.older, undefined);
  assert.equal(batch.size(), 0);
});

test('events about rows that are not shown draw nothing', () => {
  const state = listOf('b', 'a');
  assert.equal(withBurst(state, { events: [event('z')], apply }), state);
});
