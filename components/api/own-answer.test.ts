import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ownAnswer } from './own-answer.ts';

const own = { key: 1, keepsShown: false };
const kept = { key: 1, keepsShown: true };

test('what was told of one thing is never shown, nor acted upon, as another one', () => {
  assert.deepEqual(ownAnswer({ data: 'job A', operation: { key: 2 } }, own), {
    data: undefined,
    error: undefined,
    isBehind: false,
  });
  assert.equal(ownAnswer({ data: 'job B', operation: { key: 1 } }, own).data, 'job B');
});

test('a chart may stay until the next one is there, and is marked as behind until then', () => {
  const behind = { data: 'last hour', error: undefined, isBehind: true };
  assert.deepEqual(ownAnswer({ data: 'last hour', error: 'no network', operation: { key: 2 } }, kept), behind);
  assert.equal(ownAnswer({ data: 'last week', operation: { key: 1 } }, kept).isBehind, false);
});

test('whatever is asked, a fault belongs to the question that failed, and what is not behind is what was asked for', () => {
  const told = fc.record({
    data: fc.option(fc.string()),
    error: fc.option(fc.string(), { nil: undefined }),
    operation: fc.option(fc.record({ key: fc.nat(3) }), { nil: undefined }),
  });
  fc.assert(
    fc.property(told, fc.record({ key: fc.nat(3), keepsShown: fc.boolean() }), (now, asked) => {
      const { data, error, isBehind } = ownAnswer(now, asked);
      const isOwn = now.operation === undefined || now.operation.key === asked.key;
      assert.equal(error, isOwn ? now.error : undefined);
      if (data !== undefined && !isBehind) assert.ok(isOwn);
      if (isBehind) assert.ok(asked.keepsShown && !isOwn);
    }),
  );
});
