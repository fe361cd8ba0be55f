import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSealing } from './sealing.ts';

const key = 'a key of an installation';

test('a sealed secret opens with the key and at the place that it was sealed for, and nowhere else', () => {
  const sealed = openSealing(key).seal('whsec_secret', 'tenant channel');
  assert.equal(openSealing(key).open(sealed, 'tenant channel'), 'whsec_secret');
  assert.equal(openSealing(key).open(sealed, 'tenant other'), undefined);
  assert.equal(openSealing(`${key}!`).open(sealed, 'tenant channel'), undefined);
  assert.ok(!sealed.includes('whsec_secret'));
});

test('a sealed secret that was changed, cut or is of another age does not open', () => {
  const sealing = openSealing(key);
  const sealed = sealing.seal('whsec_secret', 'place');
  for (let n = 0; n < sealed.length; n += 1) {
    const other = Buffer.from(sealed);
    other[n] = (other[n] ?? 0) ^ 1;
    assert.equal(sealing.open(other, 'place'), undefined, `byte ${n}`);
  }
  assert.equal(sealing.open(sealed.subarray(0, 20), 'place'), undefined);
  assert.notDeepEqual(sealing.seal('same', 'place'), sealing.seal('same', 'place'), 'no two are alike');
});
