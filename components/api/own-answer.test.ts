import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ownAnswer, withAnswer } from './own-answer.ts';

const own = { key: 'one', keepsShown: false };
const kept = { key: 'one', keepsShown: true };

test('what was told of one thing is never shown, nor acted upon, as another one', () => {
  assert.deepEqual(ownAnswer({ data: 'job A', key: 'other' }, own), {
    data: undefined,
    error: undefined,
    isBehind: false,
  });
  assert.equal(ownAnswer({ data: 'job B', key: 'one' }, own).data, 'job B');
});

test('a chart may stay until the next one is there, and is marked as behind until then', () => {
  const behind = { data: 'last hour', error: undefined, isBehind: true };
  assert.deepEqual(ownAnswer({ data: 'last hour', error: 'no network', key: 'other' }, kept), behind);
  assert.equal(ownAnswer({ data: 'last week', key: 'one' }, kept).isBehind, false);
});

test('whatever is asked, a fault belongs to the question that failed, and what is not behind is what was asked for', () => {
  const told = fc.record({
    data: fc.option(fc.string()),
    error: fc.option(fc.string(), { nil: undefined }),
    key: fc.option(fc.constantFrom('one', 'other', 'third'), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      told,
      fc.record({ key: fc.constantFrom('one', 'other', 'third'), keepsShown: fc.boolean() }),
      (now, asked) => {
        const { data, error, isBehind } = ownAnswer(now, asked);
        const isOwn = now.key === undefined || now.key === asked.key;
        assert.equal(error, isOwn ? now.error : undefined);
        if (data !== undefined && !isBehind) assert.ok(isOwn);
        if (isBehind) assert.ok(asked.keepsShown && !isOwn);
      },
    ),
  );
});

test('what could not be read again stays as it was told, and nothing of another thing stays in its place', () => {
  const before = { key: 'one', data: 'job A' };
  assert.deepEqual(withAnswer(before, { key: 'one', error: 'no network' }), { ...before, error: 'no network' });
  assert.deepEqual(withAnswer(before, { key: 'other', error: 'no network' }), { key: 'other', error: 'no network' });
  assert.deepEqual(withAnswer({ ...before, error: 'no network' }, { key: 'one', data: 'job A, later' }), {
    key: 'one',
    data: 'job A, later',
  });
});

test('what could not be read again is as old as when it was read', () => {
  const told = withAnswer({ key: 'one', data: 'job A', atMs: 1_000 }, { key: 'one', error: 'no network', atMs: 9_000 });
  assert.deepEqual([told.data, told.atMs], ['job A', 1_000]);
  assert.equal(withAnswer(told, { key: 'one', data: 'job A, again', atMs: 12_000 }).atMs, 12_000);
});
