import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, execute, parse } from 'graphql';
import { openAnswerMeter } from './answer-meter.ts';
import { limits } from './bounds.ts';
import { guardFields } from './guard-fields.ts';

/** A schema of its own, so that a test decides what its fields resolve to. */
function guarded(items: () => unknown[]) {
  const schema = buildSchema('type Query { items: [Item!]! } type Item { text: String late: String! }');
  guardFields(schema);
  const meter = openAnswerMeter();
  return {
    meter,
    ask: async (query: string) =>
      await execute({ schema, document: parse(query), rootValue: { items }, contextValue: { meter } }),
  };
}

test('an answer that grows too large ends before it is made', async () => {
  const text = 'ü'.repeat(50_000);
  let made = 0;
  const items = Array.from({ length: 1_000 }, () => ({
    text: () => {
      made += 1;
      return text;
    },
  }));
  const { ask, meter } = guarded(() => items);
  const { errors } = await ask('{ items { text } }');
  assert.equal(errors?.[0]?.extensions.code, 'ANSWER_TOO_LARGE');
  assert.match(errors?.[0]?.message ?? '', /10485760 bytes.*`first`.*`endCursor`/);
  assert.ok(meter.isOver());
  assert.ok(made >= 104 && made <= 1_000);
});

test('bytes are counted in texts, lists, objects and what resolves later', () => {
  const almost = limits.answerSizeBytesMax - 1_000;
  const values: unknown[] = [
    'x'.repeat(almost),
    Array.from({ length: almost / 2 }, () => 0),
    { a: ['x'.repeat(almost)] },
  ];
  for (const value of values) {
    const meter = openAnswerMeter();
    meter.count('small', 'x');
    assert.throws(() => {
      meter.count('large', value);
      meter.count('more', 'x'.repeat(100_000));
    }, /bytes/);
    assert.throws(() => meter.count('nothing more', null), /bytes/);
  }
});

test('an ordinary answer is as it was, in the same order', async () => {
  const items = Array.from({ length: 2 * limits.itemsPerTurn + 7 }, (_, n) => ({
    text: `${n}`,
    late: async () => `${n}!`,
  }));
  const { ask } = guarded(() => items);
  const { data, errors } = await ask('{ items { text late } }');
  assert.equal(errors, undefined);
  assert.deepEqual(
    JSON.parse(JSON.stringify(data?.items)),
    items.map(({ text }) => ({ text, late: `${text}!` })),
  );
});

test('a long list is answered in turns with whatever else waits for the loop', async () => {
  let turn = 0;
  const seen = new Map<number, number>();
  const items = Array.from({ length: 10 * limits.itemsPerTurn }, () => ({
    text: () => {
      seen.set(turn, (seen.get(turn) ?? 0) + 1);
      return 'x';
    },
  }));
  let isOver = false;
  const count = () => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const { ask } = guarded(() => items);
  await ask('{ items { text } }');
  isOver = true;
  assert.ok(seen.size >= 9, `${seen.size} turns`);
  assert.ok([...seen.values()].every((resolved) => resolved <= 2 * limits.itemsPerTurn));
});
