import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapStream, openEventStream } from './event-stream.ts';

function opened(waitingMax = 3) {
  let ends = 0;
  const stream = openEventStream<string>({
    waitingMax,
    onEnd: () => {
      ends += 1;
    },
  });
  return { stream, ends: () => ends };
}

test('events come in order, whether the reader or the event was first', async () => {
  const { stream } = opened();
  const early = stream.next();
  stream.push(['a', 'b']);
  stream.push(['c']);
  assert.deepEqual([(await early).value, (await stream.next()).value, (await stream.next()).value], ['a', 'b', 'c']);
});

test('a reader that leaves a quiet stream is let go at once', async () => {
  const { stream, ends } = opened();
  const parked = stream.next();
  await stream.return?.();
  assert.equal((await parked).done, true);
  assert.equal(ends(), 1);
  assert.equal(stream.push(['late']), false);
});

test('a reader that falls behind its bound is cut off, once', async () => {
  const { stream, ends } = opened(2);
  assert.equal(stream.push(['a', 'b']), true);
  assert.equal(stream.push(['c']), false);
  assert.equal((await stream.next()).done, true);
  assert.equal(ends(), 1);
});

test('what a reader has read makes room again', async () => {
  const { stream } = opened(2);
  for (const event of ['a', 'b', 'c', 'd', 'e']) {
    assert.equal(stream.push([event]), true);
    assert.equal((await stream.next()).value, event);
  }
});

test('a mapped stream leaves its source when it is left', async () => {
  const { stream, ends } = opened();
  const mapped = mapStream(stream, (event) => event.toUpperCase());
  stream.push(['a']);
  assert.deepEqual(await mapped.next(), { value: 'A', done: false });
  await mapped.return?.();
  assert.equal(ends(), 1);
  assert.equal((await mapped.next()).done, true);
});
