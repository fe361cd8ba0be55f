import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecent, readViews, recentQueriesMax, withoutView, withRecent, withView } from './saved-views.ts';

test('a view is kept, replaced under its name, and forgotten', () => {
  const first = withView([], { name: 'Mine', query: 'queue:billing' });
  const second = withView(first, { name: 'Night', query: 'label:shift=night' });
  const changed = withView(second, { name: 'Mine', query: 'queue:west' });
  assert.deepEqual(readViews(JSON.stringify(changed)), [
    { name: 'Mine', query: 'queue:west' },
    { name: 'Night', query: 'label:shift=night' },
  ]);
  assert.deepEqual(withoutView(changed, 'Mine'), [{ name: 'Night', query: 'label:shift=night' }]);
});

test('what a browser stored wrongly is no view', () => {
  assert.deepEqual(readViews('nonsense'), []);
  assert.deepEqual(readViews('{"name":"x"}'), []);
  assert.deepEqual(readViews('[{"name":"","query":""},{"name":"A","query":"b"},null,7]'), [{ name: 'A', query: 'b' }]);
  assert.deepEqual(readRecent('[1,"state:dead"]'), ['state:dead']);
});

test('the last queries are remembered once each, the latest first', () => {
  assert.deepEqual(withRecent(['a', 'b'], ' b '), ['b', 'a']);
  assert.deepEqual(withRecent(['a'], '  '), ['a']);
  const many = Array.from({ length: 50 }, (_, at) => `queue:${at}`).reduce<string[]>(withRecent, []);
  assert.equal(many.length, recentQueriesMax);
});
