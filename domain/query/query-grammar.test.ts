import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FieldKind, parseQuery } from './query-grammar.ts';

const nowMs = Date.UTC(2026, 2, 1, 12);
const fields: Record<string, FieldKind> = { state: 'words', queue: 'words', started: 'time', label: 'label' };

function parse(text: string) {
  return parseQuery(text, { fields, nowMs, path: ['filter', 'query'] });
}

function termsOf(text: string) {
  const parsed = parse(text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.refusals[0]?.message);
  return parsed.value;
}

function complaintOf(text: string): string {
  const parsed = parse(text);
  assert.ok(!parsed.ok, 'the query is refused');
  assert.deepEqual(parsed.refusals[0]?.path, ['filter', 'query']);
  return parsed.refusals[0]?.message ?? '';
}

test('a query is fields with values, spans of time and free words', () => {
  assert.deepEqual(termsOf('state:failed,dead queue:billing started:>-2h nightly'), [
    { kind: 'words', field: 'state', values: ['failed', 'dead'], at: 1 },
    { kind: 'words', field: 'queue', values: ['billing'], at: 19 },
    { kind: 'time', field: 'started', side: 'after', instantMs: nowMs - 2 * 3_600_000, at: 33 },
    { kind: 'text', text: 'nightly', at: 46 },
  ]);
});

test('quotes keep blanks, commas and colons together', () => {
  assert.deepEqual(termsOf('queue:"billing, west" "a: b"'), [
    { kind: 'words', field: 'queue', values: ['billing, west'], at: 1 },
    { kind: 'text', text: 'a: b', at: 23 },
  ]);
});

test('a label is a name and a value', () => {
  assert.deepEqual(termsOf('label:env=prod'), [{ kind: 'label', key: 'env', value: 'prod', at: 1 }]);
});

test('instants are UTC unless they say otherwise', () => {
  const instants = termsOf('started:>2026-02-01 started:<2026-02-01T10:00 started:<=2026-02-01T10:00+02:00');
  assert.deepEqual(
    instants.map((term) => (term.kind === 'time' ? [term.side, term.instantMs] : [])),
    [
      ['after', Date.UTC(2026, 1, 1)],
      ['before', Date.UTC(2026, 1, 1, 10)],
      ['before', Date.UTC(2026, 1, 1, 8)],
    ],
  );
});

test('an unknown field is refused with its place and the fields there are', () => {
  assert.equal(
    complaintOf('state:failed colour:red'),
    'there is no field "colour" (character 14); known are state, queue, started, label',
  );
});

test('what cannot be read is refused with its place', () => {
  assert.match(complaintOf('started:yesterday'), /character 9/);
  assert.match(complaintOf('queue:"billing'), /quote at character 7 is never closed/);
  assert.match(complaintOf('queue: x'), /queue: has no value at character 1/);
  assert.match(complaintOf('state:a,,b'), /character 7/);
  assert.match(complaintOf('label:env'), /character 7/);
  assert.match(complaintOf('started:>2026-13-45'), /character 9/);
});

test('an empty query asks for nothing in particular', () => {
  assert.deepEqual(termsOf('   '), []);
});

test('an instant that does not exist, or lies where nobody counts, is refused and never another one', () => {
  for (const instant of [
    '2026-02-30',
    '2026-02-29T10:00',
    '2026-13-01',
    '2026-01-01T24:30',
    '0000-01-01',
    '-999999w',
    '+999999w',
  ]) {
    const parsed = parseQuery(`started:>${instant}`, { fields, nowMs, path: ['query'] });
    assert.equal(parsed.ok, false, instant);
  }
});
