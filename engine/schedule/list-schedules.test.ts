// Which schedules a list names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageBounds } from '#domain/bounds/page.ts';
import { newId } from '#engine/store/id.ts';
import { accepted, addSchedule, openScheduleWorld } from '#testing/worlds/schedule-world.ts';
import { listSchedules } from './list-schedules.ts';

test('schedules are found by their ids, page by page; an id that names none of this tenant finds none', async (t) => {
  const world = await openScheduleWorld(t);
  const ids = [await addSchedule(world), await addSchedule(world), await addSchedule(world)];
  await addSchedule(world);
  const read = async (after: string | null) =>
    accepted(await listSchedules(world.context, { first: 2, after, filter: { ids: [...ids, newId()] } }));
  const newest = await read(null);
  const older = await read(newest.endCursor);
  assert.deepEqual(
    [...newest.nodes, ...older.nodes].map(({ id }) => id),
    ids.toReversed(),
  );
  assert.equal(newest.totalCount, 3);
  assert.deepEqual([newest.hasNextPage, older.hasNextPage], [true, false]);
  const other = await openScheduleWorld(t);
  assert.deepEqual(accepted(await listSchedules(other.context, { filter: { ids } })).nodes, []);
});

test('a list by ids is bounded', async (t) => {
  const world = await openScheduleWorld(t);
  const ids = Array.from({ length: pageBounds.idsPerFilterMax + 1 }, () => newId());
  const refused = await listSchedules(world.context, { filter: { ids } });
  assert.deepEqual(refused.ok || refused.refusals.map(({ code, path }) => [code, path.join('.')]), [
    ['TOO_LARGE', 'filter.ids'],
  ]);
});
