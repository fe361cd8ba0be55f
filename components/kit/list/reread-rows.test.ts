// The reader stands for the API: it says when a part is answered and how.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading } from '#components/live/list/list-reading.ts';
import { paceOf } from '#components/live/refresh/pace.ts';
import { rereadOneAtATime } from './reread-rows.ts';

type CountedRow = { id: string; count: number };
type Answer = Reading<(row: CountedRow) => CountedRow>;

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const fault = { sentence: 'No.', requestId: undefined, isSignedOut: false, isTenantGone: false };
const failed: Answer = { ok: false, fault };
const signedOut: Answer = { ok: false, fault: { ...fault, isSignedOut: true } };

function idsOf(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `run_${n}`);
}

/** Rows of a list that were never counted, and a reader that counts one more for each row of a part that is answered. */
function openScene(rowCount: number) {
  const ids = idsOf(rowCount);
  let rows: CountedRow[] = ids.map((id) => ({ id, count: 0 }));
  const asked: string[][] = [];
  const waiting: ((answer: Answer) => void)[] = [];
  const reread = rereadOneAtATime();
  const reader = {
    read: (part: string[]) => {
      asked.push(part);
      return new Promise<Answer>((resolve) => waiting.push(resolve));
    },
    patch: (change: (row: CountedRow) => CountedRow) => {
      rows = rows.map(change);
    },
  };
  const answerWith = async (answer: Answer) => {
    waiting.shift()?.(answer);
    await settled();
  };
  return {
    ids,
    asked,
    reread: () => reread(ids, reader),
    answer: () => {
      const part = new Set(asked.at(-1));
      return answerWith({ ok: true, value: (row) => (part.has(row.id) ? { ...row, count: row.count + 1 } : row) });
    },
    answerWith,
    waiting: () => waiting.length,
    counts: () => rows.map(({ count }) => count),
  };
}

test('450 rows are read in three parts, one after the other, each shown as it comes', async () => {
  const { ids, asked, reread, answer, waiting, counts } = openScene(450);
  const isWhole = reread();
  for (const [nth, shown] of [0, 200, 400].entries()) {
    assert.deepEqual([asked.length, waiting()], [nth + 1, 1]);
    assert.equal(counts().filter((count) => count === 1).length, shown);
    await answer();
  }
  assert.equal(await isWhole, true);
  assert.deepEqual(
    asked.map((part) => part.length),
    [200, 200, 50],
  );
  assert.deepEqual(asked.flat(), ids);
  assert.deepEqual(new Set(counts()), new Set([1]));
});

test('a list without rows that may have changed asks nothing, and is whole', async () => {
  const { asked, reread } = openScene(0);
  assert.equal(await reread(), true);
  assert.deepEqual(asked, []);
});

test('whoever asks while rows are read is told to ask again, and reads nothing', async () => {
  const { asked, reread, answer } = openScene(3);
  const first = reread();
  assert.equal(await reread(), false);
  assert.equal(asked.length, 1);
  await answer();
  assert.equal(await first, true);
  const later = reread();
  assert.equal(asked.length, 2);
  await answer();
  assert.equal(await later, true);
});

test('a part that failed leaves the others shown, and says that the rows were not all read', async () => {
  const { reread, answer, answerWith, counts } = openScene(450);
  const isWhole = reread();
  await answer();
  await answerWith(failed);
  await answer();
  assert.equal(await isWhole, false);
  assert.deepEqual(counts(), [...idsOf(200).map(() => 1), ...idsOf(200).map(() => 0), ...idsOf(50).map(() => 1)]);
});

test('a last part that comes does not hide the one before it that failed', async () => {
  const { reread, answer, answerWith } = openScene(201);
  const isWhole = reread();
  await answerWith(failed);
  await answer();
  assert.equal(await isWhole, false);
});

test('whoever is signed out has nothing to ask again', async () => {
  const { reread, answerWith } = openScene(2);
  const isWhole = reread();
  await answerWith(signedOut);
  assert.equal(await isWhole, true);
});

test('a reader that throws does not keep the rows from being read later', async () => {
  const reread = rereadOneAtATime();
  const patch = () => undefined;
  const read = () => Promise.reject(new Error('an answer that is none'));
  await assert.rejects(reread(['run_0'], { read, patch }), /none/);
  assert.equal(await reread(['run_0'], { read: async () => signedOut, patch }), true);
});

test('rows that could not all be read are read once more by themselves, and no more when they were', async () => {
  const { asked, reread, answer, answerWith, counts } = openScene(2);
  const due: (() => void)[] = [];
  const clock = {
    nowMs: () => 0,
    after: (_waitMs: number, work: () => void) => {
      due.push(work);
      return () => due.splice(due.indexOf(work), 1);
    },
  };
  const pace = paceOf(reread, { gapMs: 500, clock });
  pace.ask();
  due.shift()?.();
  await answerWith(failed);
  assert.deepEqual([due.length, counts()], [1, [0, 0]]);
  due.shift()?.();
  await answer();
  assert.deepEqual([due.length, asked.length, counts()], [0, 2, [1, 1]]);
});
