import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsMatching, type PaletteItem, restItem } from './palette-items.ts';

const items: PaletteItem[] = ['Jobs', 'Runs', 'Workflows', 'nightly-payroll', 'payroll', 'send-payroll-letters'].map(
  (word) => ({ key: word, word, kind: word[0] === word[0]?.toUpperCase() ? 'Screen' : 'Workflow', to: { href: '/' } }),
);
const wordsFor = (typed: string) => itemsMatching(items, { typed, nouns: [] }).map(({ word }) => word);

test('what is called exactly so comes before what begins so, and that before what holds it', () => {
  assert.deepEqual(wordsFor('payroll'), ['payroll', 'nightly-payroll', 'send-payroll-letters']);
});

test('every word that was typed must be found, also in what the thing is', () => {
  assert.deepEqual(wordsFor('workflow night'), ['nightly-payroll']);
  assert.deepEqual(wordsFor('payroll zebra'), []);
});

test('before anything is typed the palette shows everything as it stands', () => {
  assert.deepEqual(
    wordsFor(''),
    items.map(({ word }) => word),
  );
});

test('names that the palette does not hold are counted, and there is a way to them', () => {
  const way = { words: 'tenants', way: 'choose one', to: { href: '/' } };
  const nodes = [1, 2];
  const said = (totalCount: number, totalCountExact = true) =>
    restItem({ nodes, totalCount, totalCountExact }, way).map(({ word }) => word);
  assert.deepEqual(said(2), []);
  assert.deepEqual(said(5), ['3 more tenants: choose one']);
  assert.deepEqual(said(1_000, false), ['998+ more tenants: choose one']);
});
