import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from '#testing/source-files.ts';
import { sayCount } from './say-count.ts';

test('one thing is said as one', () => {
  assert.equal(sayCount(1, 'job'), '1 job');
  assert.equal(sayCount(0, 'job'), '0 jobs');
  assert.equal(sayCount(1_234, 'try', 'tries'), '1,234 tries');
});

// A bound is never one; what counts several anyway says so by its name.
const counted =
  /\$\{(?![^}]*Max\b)(?![^}]*sayCount)[^}]*\} (?:jobs|runs|steps|events|schedules|attempts|ticks|workers|tokens|queues|tasks|lines|rows|members)\b/g;

test('no sentence of the product counts one thing as several', () => {
  const found = readSources()
    .filter(({ path, isTest }) => !isTest && /^(?:components|domain|engine|graphql|worker)\//.test(path))
    .flatMap(({ path, text }) => [...text.matchAll(counted)].map(([words]) => `${path}: ${words}`));
  assert.deepEqual(found, [], 'say it with sayCount');
});
