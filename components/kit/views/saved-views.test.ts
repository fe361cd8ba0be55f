import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewBounds } from '#domain/bounds/view.ts';
import { leftViews, readRecent, readViews, recentQueriesMax, withoutView, withRecent } from './saved-views.ts';

test('what a browser kept before is offered until the console keeps it, one by one', () => {
  const inBrowser = readViews('[{"name":"Mine","query":"queue:billing"},{"name":"Night","query":"label:shift=night"}]');
  const mine = { id: 'viw_1', name: 'Mine', query: 'queue:billing', isShared: false };
  assert.deepEqual(leftViews(inBrowser, []), inBrowser);
  assert.deepEqual(leftViews(inBrowser, [mine]), [{ name: 'Night', query: 'label:shift=night' }]);
  assert.deepEqual(leftViews(inBrowser, [{ ...mine, isShared: true }]), inBrowser, 'what all share is nobody’s own');
  assert.deepEqual(leftViews(inBrowser, [{ ...mine, query: 'queue:west' }]), inBrowser);
  assert.deepEqual(withoutView(inBrowser, 'Mine'), [{ name: 'Night', query: 'label:shift=night' }]);
});

test('what a browser stored wrongly is no view, and a long name is cut to one that can be kept', () => {
  assert.deepEqual(readViews('nonsense'), []);
  assert.deepEqual(readViews('{"name":"x"}'), []);
  assert.deepEqual(readViews('[{"name":"","query":""},{"name":"A","query":"b"},null,7]'), [{ name: 'A', query: 'b' }]);
  const [long] = readViews(JSON.stringify([{ name: `  ${'x'.repeat(60)}  y`, query: 'a' }]));
  assert.equal(long?.name.length, viewBounds.nameLengthMax);
  assert.deepEqual(readViews(JSON.stringify([{ name: 'A', query: 'x'.repeat(100_000) }])), []);
  assert.deepEqual(readRecent('[1,"state:dead"]'), ['state:dead']);
});

test('the last queries are remembered once each, the latest first', () => {
  assert.deepEqual(withRecent(['a', 'b'], ' b '), ['b', 'a']);
  assert.deepEqual(withRecent(['a'], '  '), ['a']);
  const many = Array.from({ length: 50 }, (_, at) => `queue:${at}`).reduce<string[]>(withRecent, []);
  assert.equal(many.length, recentQueriesMax);
});
