import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { oneAtATime } from './one-at-a-time.ts';

/** A source whose answers come when the test says so. */
function slowSource() {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let ended = 0;
  const read = () => {
    begun += 1;
    return new Promise<void>((resolve) => {
      waiting.push(() => {
        ended += 1;
        resolve();
      });
    });
  };
  /** Lets the reading under way come back and everything that follows from it happen. */
  const answer = async () => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { read, answer, begun: () => begun, ended: () => ended, underWay: () => waiting.length };
}

test('rows are read again at a bounded pace while a tick comes at every moment, and each reading arrives', async () => {
  const source = slowSource();
  const { ask } = oneAtATime(source.read);
  for (let round = 1; round <= 20; round += 1) {
    for (let tick = 0; tick < 1_000; tick += 1) ask();
    assert.equal(source.begun(), round);
    await source.answer();
    assert.equal(source.ended(), round);
  }
});

test('whenever news come and answers arrive, one reading is under way at most and the last news are read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('news', 'answer'), { maxLength: 30 }), async (steps) => {
      const source = slowSource();
      const { ask } = oneAtATime(source.read);
      let begunAtNews = 0;
      for (const step of steps) {
        if (step === 'answer') await source.answer();
        else {
          begunAtNews = source.begun();
          ask();
        }
        assert.ok(source.underWay() <= 1);
      }
      await source.answer();
      await source.answer();
      assert.equal(source.underWay(), 0);
      if (steps.includes('news')) assert.ok(source.begun() > begunAtNews);
    }),
    { numRuns: 50 },
  );
});

test('what is stopped reads no more', async () => {
  const source = slowSource();
  const reading = oneAtATime(source.read);
  reading.ask();
  reading.ask();
  reading.stop();
  await source.answer();
  reading.ask();
  assert.equal(source.begun(), 1);
});
