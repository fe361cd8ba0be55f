import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sparkColumns } from './spark-columns.ts';

const size = { widthPx: 96, heightPx: 20 };

test('a sparkline fits its room, shows whatever there was, and nothing where there was nothing', () => {
  const part = fc.record({ succeeded: fc.nat(100_000), failed: fc.nat(100_000) });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
      for (const [n, { x, width, goodPx, badPx }] of sparkColumns(parts, size).entries()) {
        assert.ok(x >= 0 && x + width <= size.widthPx && goodPx + badPx <= size.heightPx + 1e-9);
        assert.equal(goodPx > 0, (parts[n]?.succeeded ?? 0) > 0 && badPx < size.heightPx);
        assert.equal(badPx > 0, (parts[n]?.failed ?? 0) > 0);
      }
    }),
  );
});

test('a single failure beside a thousand successes is seen', () => {
  const [column] = sparkColumns([{ succeeded: 1_000, failed: 1 }], size);
  assert.deepEqual(column && [column.badPx, column.goodPx], [2, 18]);
});
