/**
 * Goal: nobody reads a code where a word could stand. Method: every code that the rules, the engine, the workers and the
 * catalogue of events can give as a reason or as a kind of error is looked for in the sources, and must have words.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventCatalogue } from '#domain/event-catalogue.ts';
import { REFUSAL_CODES } from '#domain/refusal.ts';
import { errorWords } from './error-words.ts';
import { eventTitles, titleOfEvent } from './event-titles.ts';
import { isCode, sayReason } from './say-code.ts';
import { sayErrorType } from './say-error.ts';

const root = join(import.meta.dirname, '../../..');
const sources = ['domain', 'engine', 'worker'].flatMap((room) =>
  globSync(`${room}/**/*.ts`, { cwd: root })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

// Codes that are no reason of anything: of sockets, and of what is odd about a timetable or a definition, which has a message.
const unseen = new Set(['ENOTFOUND', 'DAY_FIELDS_OR', 'UNEVEN_STEP', 'UNREACHABLE_STEP', 'UNUSED_VARIABLE']);

function codesIn(pattern: RegExp): { code: string; path: string }[] {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].flatMap(([, code = '']) => (isCode(code) && !unseen.has(code) ? [{ code, path }] : [])),
  );
}

test('every code that is given as a reason has words', () => {
  const given = codesIn(/\b(?:code|reasonCode): '([^']+)'/g);
  assert.ok(given.length > 60, 'the walk finds what it looks for');
  const skips = sources.flatMap(({ text }) => [
    ...(/^export type SkipCode = (.*);$/gm.exec(text)?.[1]?.matchAll(/[A-Z_]+/g) ?? []),
  ]);
  assert.ok(skips.length > 0, 'the walk finds why steps are skipped');
  const all = [...given.map(({ code }) => code), ...skips.map(([code]) => code), ...REFUSAL_CODES];
  assert.deepEqual(
    all.filter((code) => sayReason(code) === undefined && !Object.hasOwn(errorWords, code)),
    [],
  );
});

test('every kind of error that the workers give has a word, and one of a tenant keeps its own', () => {
  const failed = codesIn(/failed\(\{\s*type: '([^']+)'/g);
  const thrown = codesIn(/new OutboundError\(\s*'([^']+)'/g);
  const listed = sources.flatMap(({ text }) => /const retryableByType = \{([^}]*)\}/.exec(text)?.[1] ?? []);
  const keys = listed.flatMap((body) => [...body.matchAll(/([A-Z_]+):/g)].map(([, code = '']) => code));
  assert.ok(failed.length >= 8 && thrown.length > 0 && keys.length >= 8, 'the walk finds what it looks for');
  const all = [...failed, ...thrown].map(({ code }) => code).concat(keys);
  assert.deepEqual(
    all.filter((code) => !Object.hasOwn(errorWords, code)),
    [],
  );
  assert.equal(sayErrorType('HTTP_503'), 'HTTP 503');
  assert.equal(sayErrorType('TIMEOUT'), 'Timeout');
  assert.equal(sayErrorType('FAIL'), 'Failed');
  assert.equal(sayErrorType('CARD_DECLINED'), 'CARD_DECLINED');
});

test('every type of event has a title that does not repeat its code, and no two are called the same', () => {
  assert.deepEqual(Object.keys(eventTitles).toSorted(), Object.keys(eventCatalogue).toSorted());
  const titles = Object.values(eventTitles);
  assert.equal(new Set(titles).size, titles.length);
  for (const [type, title] of Object.entries(eventTitles)) assert.ok(!/[._]/.test(title) && title !== type);
  assert.equal(titleOfEvent('job.teleported'), 'job.teleported');
});
