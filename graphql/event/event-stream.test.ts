import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapStream, openEventStream } from './event-stream.ts';

function opened(waitingMax = 3) {
  const calls = { ends: 0, drained: 0 };
  const stream = openEventStream<string>({
    waitingMax,
    onEnd: () => {
      calls.ends += 1;
    },
    onDrained: () => {
      calls.drained += 1;
    },
  });
  return { stream, calls };
}

test('events come in order, whether the reader or the event was first', async () => {
  const { stream } = opened();
  const early = stream.next();
  stream.push(['a', 'b']);
  stream.push(['c']);
  assert.deepEqual([(await early).value, (await stream.next()).value, (await stream.next()).value], ['a', 'b', 'c']);
});

test('a reader that leaves a quiet stream is let go at once', async () => {
  const { stream, calls } = opened();
  const parked = stream.next();
  await stream.return?.();
  assert.equal((await parked).done, true);
  assert.equal(calls.ends, 1);
  assert.equal(stream.push(['late']), 0);
});

test('a full stream takes what fits and tells when it was read', async () => {
  const { stream, calls } = opened(2);
  assert.equal(stream.push(['a', 'b', 'c']), 2);
  assert.equal(stream.push(['c']), 0);
  assert.deepEqual([(await stream.next()).value, (await stream.next()).value, calls.drained], ['a', 'b', 0]);
  const parked = stream.next();
  assert.equal(calls.drained, 1);
  assert.equal(stream.push(['c']), 1);
  assert.equal((await parked).value, 'c');
});

test('what a reader has read makes room again', async () => {
  const { stream } = opened(2);
  for (const event of ['a', 'b', 'c', 'd', 'e']) {
    assert.equal(stream.push([event]), 1);
    assert.equal((await stream.next()).value, event);
  }
});

test('a mapped stream leaves its source when it is left', async () => {
  const { stream, calls } = opened();
  const mapped = mapStream(stream, (event) => event.toUpperCase());
  stream.push(['a']);
  assert.deepEqual(await mapped.next(), { value: 'A', done: false });
  await mapped.return?.();
  assert.equal(calls.ends, 1);
  assert.equal((await mapped.next()).done, true);
});
