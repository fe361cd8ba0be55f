import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shapeOf } from './body-shape.ts';

const shape = (text: string) => shapeOf(Buffer.from(text));

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, item) => sum + valuesOf(item), 1);
}

test('a text is as deep as the value it stands for, and tells as many values or a few more', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, isSpaced) => {
      const { values, depth } = shape(JSON.stringify(value, null, isSpaced ? 2 : 0));
      assert.equal(depth, depthOf(value));
      // An empty list counts like a list of one.
      assert.ok(values >= valuesOf(value) && values <= 2 * valuesOf(value) + 1);
    }),
    { numRuns: 500 },
  );
});

test('what stands in a text is no structure, however it is escaped', () => {
  for (const text of ['[[[', '{,,,', '"', '\\', '\\"', '"[,\\\\"', '\\\\"[']) {
    assert.deepEqual(shape(JSON.stringify(text)), { values: 1, depth: 0 }, text);
    assert.deepEqual(shape(JSON.stringify([text, text])), { values: 3, depth: 1 }, text);
  }
});

test('bytes that are no JSON end in an answer, too', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => shapeOf(Buffer.from(bytes)).values >= 1));
  assert.deepEqual(shape(''), { values: 1, depth: 0 });
  assert.deepEqual(shape('"open'), { values: 1, depth: 0 });
  assert.deepEqual(shape('"open\\'), { values: 1, depth: 0 });
});
