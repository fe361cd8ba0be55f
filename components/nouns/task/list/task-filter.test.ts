import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, readShown, writeShown } from './task-filter.ts';

const written = (address: string) => writeShown(readShown(new URLSearchParams(address)));

test('deprecated tasks are listed only when they are asked for', () => {
  assert.deepEqual(filterOf(''), { deprecated: false });
  assert.deepEqual(filterOf('show=deprecated'), { deprecated: true });
  assert.deepEqual(filterOf('show=all&handler=http&queue=billing&q=%20mail '), {
    handler: 'HTTP',
    queue: 'billing',
    query: 'mail',
  });
});

test('an address is read in any words and written in the same ones', () => {
  assert.equal(written('handler=HTTP&show=current&q='), 'handler=http');
  assert.equal(written('handler=none&show=odd'), '');
});
