// Which tasks a list names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pageBounds } from '#domain/bounds/page.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { listTasks } from './list-tasks.ts';
import { registerTask } from './register-task.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const handler = { builtin: { name: 'noop' } };

test('tasks are found by their ids in their latest version, page by page; an id that names none of this tenant finds none', async () => {
  const [context, other] = [await bundle.tenant(), await bundle.tenant()];
  const register = async (name: string, more = {}) =>
    valueOf(await registerTask(context, { name, handler, ...more })).id;
  const ids = [await register('oldest'), await register('middle'), await register('newest')];
  await register('not asked for');
  await register('oldest', { timeout: 'PT1M' });
  const read = async (after: string | null) =>
    valueOf(await listTasks(context, { first: 2, after, ids: [...ids, newId()] }));
  const newest = await read(null);
  const older = await read(newest.endCursor);
  assert.deepEqual(
    [...newest.nodes, ...older.nodes].map(({ name, version }) => [name, version]),
    [
      ['newest', 1],
      ['middle', 1],
      ['oldest', 2],
    ],
  );
  assert.deepEqual([newest.totalCount, newest.hasNextPage, older.hasNextPage], [3, true, false]);
  assert.deepEqual(valueOf(await listTasks(other, { ids })).nodes, []);
});

test('a list of no ids holds no task, and one without ids holds all', async () => {
  const context = await bundle.tenant();
  valueOf(await registerTask(context, { name: 'one', handler }));
  const counts = [[], null, undefined].map(async (ids) =>
    valueOf(await listTasks(context, ids === undefined ? {} : { ids })),
  );
  assert.deepEqual(
    (await Promise.all(counts)).map(({ totalCount }) => totalCount),
    [0, 1, 1],
  );
});

test('a list by ids is bounded', async () => {
  const ids = Array.from({ length: pageBounds.idsPerFilterMax + 1 }, () => newId());
  const refused = await listTasks(await bundle.tenant(), { ids });
  assert.deepEqual(refused.ok || refused.refusals.map(({ code, path }) => [code, path.join('.')]), [
    ['TOO_LARGE', 'ids'],
  ]);
});
