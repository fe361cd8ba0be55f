// The names of events in code are held by their types; those in SQL are texts, and this test holds them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissions } from '#domain/access/permissions.ts';
import { eventEntries } from '#domain/event-catalogue.ts';
import { platformEventEntries } from '#domain/platform-events.ts';
import { readSources } from '#testing/source-files.ts';

const known = new Set([...eventEntries, ...platformEventEntries].map(([type]) => type));
const nouns = [...new Set([...known].map((type) => type.split('.')[0]))].join('|');
const name = new RegExp(`'((?:${nouns})\\.[a-z]+(?:-[a-z]+)*)'`, 'g');

const engine = readSources().filter(({ path, isTest }) => path.startsWith('engine/') && !isTest);
const used = engine.flatMap(({ path, text }) => [...text.matchAll(name)].map(([, type = '']) => ({ path, type })));

test('the engine writes and reads no event that the catalogue does not know', () => {
  const mayBe = new Set<string>([...known, ...permissions]);
  const unknown = used.filter(({ type }) => !mayBe.has(type));
  assert.deepEqual(unknown, []);
});

test('the catalogue knows no event that the engine never writes', () => {
  const names = new Set(used.map(({ type }) => type));
  assert.ok(names.size > 0);
  assert.deepEqual(
    [...known].filter((type) => !names.has(type)),
    [],
  );
});
