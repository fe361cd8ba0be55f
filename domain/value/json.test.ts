import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { valueBounds } from '#domain/bounds/value.ts';
import { sizeBytesAbove, unfitJson } from './json.ts';

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

test('a value holds so many values and no more, and what holds more is refused without being looked at', () => {
  const list = (length: number) => Array.from({ length }, () => 0);
  assert.equal(unfitJson({ list: list(valueBounds.jsonNodesMax - 2) }), undefined);
  const tooMany = `has more than ${valueBounds.jsonNodesMax} values`;
  assert.equal(unfitJson({ list: list(valueBounds.jsonNodesMax - 1) }), tooMany);
  const untouchable = list(valueBounds.jsonNodesMax);
  Object.defineProperty(untouchable, 0, { get: () => assert.fail('it was looked at') });
  assert.equal(unfitJson(untouchable), tooMany);
});
