import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCursor, printCursor } from './cursor.ts';
import {
  beforeEverything,
  covers,
  isOverIn,
  parseSnapshot,
  postgresText,
  printSnapshot,
  type Snapshot,
} from './snapshot.ts';

const moments: Snapshot[] = [
  beforeEverything,
  { end: 7n, running: [3n, 5n] },
  { end: 9n, running: [3n, 8n] },
  { end: 9n, running: [8n] },
  { end: 12n, running: [] },
  { end: 2n ** 40n, running: Array.from({ length: 300 }, (_, n) => 2n ** 40n - 1_000n + 3n * BigInt(n)) },
];

test('a moment survives being printed into a cursor and read again', () => {
  for (const [n, from] of moments.entries()) {
    assert.deepEqual(parseSnapshot(printSnapshot(from)), from);
    for (const to of [null, ...moments.slice(n)]) {
      const cursor = { from, to, id: 123_456_789n, entry: 17 };
      assert.deepEqual(parseCursor(printCursor(cursor)), cursor);
    }
  }
});

test('a later moment covers an earlier one and not the other way round', () => {
  for (const [n, earlier] of moments.entries()) {
    for (const [m, later] of moments.entries()) assert.equal(covers(later, earlier), m >= n, `${n} ${m}`);
  }
});

test('over are the transactions below the end that were not running', () => {
  const over = Array.from({ length: 10 }, (_, id) => BigInt(id)).filter((id) =>
    isOverIn({ end: 7n, running: [3n, 5n] }, id),
  );
  assert.deepEqual(over, [0n, 1n, 2n, 4n, 6n]);
  assert.deepEqual(moments.slice(0, 2).map(postgresText), ['1:1:', '3:7:3,5']);
});
