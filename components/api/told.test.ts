import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldBy } from './told.ts';

type Data = { cancel: { userErrors: { message: string }[] } };
const read = (answer: Parameters<typeof toldBy<Data>>[0]) => toldBy(answer, ({ cancel }) => cancel);

test('what was done comes back as it was answered', () => {
  const data = { cancel: { userErrors: [] } };
  assert.deepEqual(read({ data }), { ok: true, data });
});

test('refusals are said together, a fault counts more than they do, and no answer is not success', () => {
  const refused = read({
    data: { cancel: { userErrors: [{ message: 'It has settled' }, { message: 'Nor may you' }] } },
  });
  assert.ok(!refused.ok);
  assert.deepEqual(
    [refused.sentence, refused.fault, refused.userErrors.length],
    ['It has settled. Nor may you', undefined, 2],
  );
  const error = { status: 200, complaints: [{ message: 'Slow down', extensions: {} }] };
  const faulty = read({ data: { cancel: { userErrors: [] } }, error });
  assert.ok(!faulty.ok);
  assert.deepEqual([faulty.sentence, faulty.fault], ['Slow down', 'Slow down']);
  const silent = read({ data: null });
  assert.ok(!silent.ok);
  assert.match(silent.sentence, /no answer/);
});
