import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesIn, recentMax, withRecent } from './recent-places.ts';

test('what is looked at again moves to the top, and the list stays short', () => {
  const place = (n: number) => ({ href: `/jobs/${n}`, word: `Job ${n}`, kind: 'Job' });
  let places = [place(0)];
  for (let n = 1; n < recentMax + 4; n += 1) places = withRecent(places, place(n));
  assert.equal(places.length, recentMax);
  const last = places.at(-1) ?? place(0);
  assert.deepEqual(withRecent(places, last)[0], last);
  assert.equal(withRecent(places, last).length, places.length);
});

test('a list that somebody else has written into the browser is ignored', () => {
  assert.deepEqual(placesIn('not json'), []);
  assert.deepEqual(placesIn('{"href":"/"}'), []);
  assert.deepEqual(placesIn('[{"href":"https://elsewhere.invalid","word":"a","kind":"b"}]'), []);
});
