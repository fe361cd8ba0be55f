import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Toast, toastsMax, withToast } from './toast-list.ts';

test('messages that keep coming push the oldest out', () => {
  let toasts: Toast[] = [];
  for (let id = 0; id < toastsMax + 3; id += 1) toasts = withToast(toasts, { id, words: `message ${id}` });
  assert.equal(toasts.length, toastsMax);
  assert.equal(toasts[0]?.id, 3);
});

test('the same message is not shown twice', () => {
  const toasts = withToast([{ id: 1, words: 'Paused' }], { id: 2, words: 'Paused' });
  assert.deepEqual(
    toasts.map(({ id }) => id),
    [2],
  );
});
