import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withinCpuMs } from '#testing/machine/cpu-time.ts';
import { countChanges } from './text-changes.ts';

test('a changed line is one new and one gone, an added or removed one is counted once', () => {
  assert.deepEqual(countChanges('name: a\ntasks:\nend', 'name: b\ntasks:\nend'), { added: 1, removed: 1 });
  assert.deepEqual(countChanges('a\nc', 'a\nb\nc'), { added: 1, removed: 0 });
  assert.deepEqual(countChanges('a\nb\nc', 'a\nc'), { added: 0, removed: 1 });
  assert.deepEqual(countChanges('a', 'a\nb'), { added: 1, removed: 0 });
  assert.deepEqual(countChanges('a\nb', 'a\nb'), { added: 0, removed: 0 });
});

test('what came and went makes up the difference of the two texts, and no more lines change than there are', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'dd'), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const { added, removed } = countChanges(before.join('\n'), after.join('\n'));
      assert.equal(added - removed, after.length - before.length);
      assert.ok(added <= after.length && removed <= before.length);
      assert.equal(added + removed === 0, before.join('\n') === after.join('\n'));
    }),
  );
});

test('two large texts without a line in common are compared at once', async () => {
  const before = Array.from({ length: 20_000 }, (_, n) => `old ${n}`).join('\n');
  const after = Array.from({ length: 20_000 }, (_, n) => `new ${n}`).join('\n');
  const { added, removed } = await withinCpuMs(2_000, 'the comparison', () => countChanges(before, after));
  assert.equal(added, removed);
  assert.ok(added > 0);
});
