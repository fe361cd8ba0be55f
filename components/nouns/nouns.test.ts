import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nouns } from './nouns.ts';

const folder = import.meta.dirname;
const routes = join(folder, '../../app/(console)/t/[tenant]');

test('every noun that has a room here stands in the list of nouns, under its own name', () => {
  const rooms = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(nouns.map(({ name }) => name).toSorted(), rooms.map(({ name }) => name).toSorted());
});

test('every noun has the screen that the navigation leads to, and a page for each of its things where ids lead to one', () => {
  const missing = nouns.flatMap(({ name, path, idType }) => {
    const list = existsSync(join(routes, path, 'page.tsx'));
    const pages = globSync('[[]*[]]/page.tsx', { cwd: join(routes, path) });
    return list && (idType === undefined || pages.length > 0) ? [] : [name];
  });
  assert.deepEqual(missing, []);
});
