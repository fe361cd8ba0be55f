import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withinCpuMs } from '#testing/machine/cpu-time.ts';
import { chosenLines, clashesOf, type MergePart, mergedText, mergeTexts } from './merge-texts.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'dd', '', '  - { id: x }'), { maxLength: 14 })
  .map((lines) => lines.join('\n'));

/** What one side wrote, put together again from the parts. */
function sideOf(parts: readonly MergePart[], side: 'base' | 'mine' | 'theirs'): string {
  return parts
    .flatMap((part) => {
      if (part.kind === 'same') return part.lines;
      if (part.kind === 'clash') return part[side];
      return part.by === 'both'
        ? side === 'base'
          ? part.base
          : part.lines
        : part.by === side
          ? part.lines
          : part.base;
    })
    .join('\n');
}

test('no line of the three texts is lost: each is put together again from the parts', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const parts = mergeTexts({ base, mine, theirs });
      assert.equal(sideOf(parts, 'base'), base);
      assert.equal(sideOf(parts, 'mine'), mine);
      assert.equal(sideOf(parts, 'theirs'), theirs);
    }),
    { numRuns: 1_000 },
  );
});

test('where one side changed nothing, the merged text is the other one, and nobody is asked', () => {
  fc.assert(
    fc.property(text, text, (base, changed) => {
      assert.equal(mergedText(mergeTexts({ base, mine: changed, theirs: base }), []), changed);
      assert.equal(mergedText(mergeTexts({ base, mine: base, theirs: changed }), []), changed);
      assert.equal(mergedText(mergeTexts({ base, mine: changed, theirs: changed }), []), changed);
    }),
  );
});

test('who is mine and who is theirs makes no difference to what is merged', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const [here, there] = [mergeTexts({ base, mine, theirs }), mergeTexts({ base, mine: theirs, theirs: mine })];
      assert.equal(clashesOf(here).length, clashesOf(there).length);
      assert.equal(mergedText(here, []), mergedText(there, []));
    }),
  );
});

test('all clashes taken from one side give no line of the other one in their places', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const parts = mergeTexts({ base, mine, theirs });
      const clashes = clashesOf(parts);
      const lines = mergedText(parts, Array(clashes.length).fill({ take: 'mine' }));
      const wanted = parts.flatMap((part) => (part.kind === 'clash' ? part.mine : part.lines));
      assert.equal(lines, wanted.join('\n'));
      if (clashes.length > 0) assert.equal(mergedText(parts, []), undefined);
    }),
  );
});

const base = ['name: stock', 'tasks:', '  - id: count', '    type: count', '    timeout: PT5M', '  - id: report'].join(
  '\n',
);

test('changes of different lines are merged, also when they are beside each other', () => {
  const mine = base.replace('PT5M', 'PT9M');
  const theirs = base.replace('type: count', 'type: weigh').replace('name: stock', 'name: stock # ours');
  const merged = mergedText(mergeTexts({ base, mine, theirs }), []);
  assert.equal(merged, theirs.replace('PT5M', 'PT9M'));
});

test('a line that both changed is a clash, of which one, the other, both or a text of one’s own can be taken', () => {
  const parts = mergeTexts({ base, mine: base.replace('PT5M', 'PT9M'), theirs: base.replace('PT5M', 'PT1M') });
  const [clash, ...others] = clashesOf(parts);
  assert.ok(clash !== undefined && others.length === 0);
  assert.deepEqual(chosenLines(clash, { take: 'mine' }), ['    timeout: PT9M']);
  assert.deepEqual(chosenLines(clash, { take: 'both' }), ['    timeout: PT1M', '    timeout: PT9M']);
  assert.equal(
    mergedText(parts, [{ take: 'edit', text: '    timeout: PT3M\n    retry: 2' }]),
    base.replace('timeout: PT5M', 'timeout: PT3M\n    retry: 2'),
  );
  assert.equal(mergedText(parts, [{ take: 'edit', text: '' }]), base.replace('    timeout: PT5M\n', ''));
});

test('a line that was added to what the other side took away is no silent part of what stands before it', () => {
  const mine = base.replace('    timeout: PT5M', '    timeout: PT5M\n    queue: night');
  const theirs = base.replace('  - id: count\n    type: count\n    timeout: PT5M\n', '');
  assert.equal(clashesOf(mergeTexts({ base, mine, theirs })).length, 1);
});

test('three large texts without a line in common are merged at once', async () => {
  const lines = (word: string) => Array.from({ length: 60_000 }, (_, n) => `${word} ${n}`).join('\n');
  const sides = { base: lines('old'), mine: lines('mine'), theirs: lines('theirs') };
  const parts = await withinCpuMs(2_000, 'the merge', () => mergeTexts(sides));
  assert.equal(clashesOf(parts).length, 1);
});
