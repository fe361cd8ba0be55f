import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withinCpuMs } from '#testing/cpu-time.ts';
import { countChanges, type DiffLine, diffLines, hunksOf } from './line-diff.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 14 }).map((lines) => lines.join('\n'));

test('a comparison holds both texts whole, whatever they are', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = diffLines(before, after);
      assert.equal(textOf(lines, 'new'), before);
      assert.equal(textOf(lines, 'gone'), after);
    }),
  );
});

test('no comparison shows more changes than there are', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const { added, removed } = countChanges(diffLines(before, after));
      const [old, next] = [before.split('\n'), after.split('\n')];
      assert.equal(added + removed, old.length + next.length - 2 * longestCommon(old, next));
    }),
  );
});

test('lines carry the numbers that they have in each text', () => {
  assert.deepEqual(diffLines('name: a\ntasks:\nend', 'name: b\ntasks:\nend'), [
    { kind: 'gone', text: 'name: a', before: 1 },
    { kind: 'new', text: 'name: b', after: 1 },
    { kind: 'same', text: 'tasks:', before: 2, after: 2 },
    { kind: 'same', text: 'end', before: 3, after: 3 },
  ]);
});

test('what did not change is left out, and how much of it is told', () => {
  const before = Array.from({ length: 30 }, (_, n) => `line ${n}`);
  const after = before.with(10, 'other').with(25, 'other');
  const hunks = hunksOf(diffLines(before.join('\n'), after.join('\n')));
  assert.deepEqual(
    hunks.map(({ skipped, lines }) => [skipped, lines.length]),
    [
      [7, 8],
      [8, 8],
    ],
  );
  assert.deepEqual(hunksOf(diffLines('a\nb', 'a\nb')), []);
});

test('two large texts without a line in common are compared at once', async () => {
  const before = Array.from({ length: 20_000 }, (_, n) => `old ${n}`).join('\n');
  const after = Array.from({ length: 20_000 }, (_, n) => `new ${n}`).join('\n');
  const lines = await withinCpuMs(2_000, 'the comparison', () => diffLines(before, after));
  assert.deepEqual(countChanges(lines), { added: 20_000, removed: 20_000 });
});

function textOf(lines: readonly DiffLine[], without: DiffLine['kind']): string {
  return lines
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('\n');
}

function longestCommon(old: string[], next: string[]): number {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(next.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (const [i, line] of old.entries()) {
    for (const [j, other] of next.entries()) {
      const row = table[i + 1];
      if (row !== undefined) row[j + 1] = line === other ? at(i, j) + 1 : Math.max(at(i, j + 1), at(i + 1, j));
    }
  }
  return at(old.length, next.length);
}
