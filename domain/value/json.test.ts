import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sizeBytesAbove } from './json.ts';

test('a text is too large when its bytes say so, and then they are told, whatever its characters take', () => {
  const units = fc.constantFrom('a', 'ü', '€', '🚀', '\ud800');
  fc.assert(
    fc.property(fc.array(units, { maxLength: 40 }), fc.nat({ max: 130 }), (parts, sizeBytesMax) => {
      const text = parts.join('');
      const sizeBytes = Buffer.byteLength(text);
      assert.equal(sizeBytesAbove(sizeBytesMax, text), sizeBytes > sizeBytesMax ? sizeBytes : undefined);
    }),
  );
});
