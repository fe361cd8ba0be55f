import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jobQueryFields } from '#domain/job/job-filter.ts';
import { parseQuery } from '#domain/query/query-grammar.ts';
import { hasValue, toggleValue, tokensOf, withoutField } from './query-text.ts';

test('a query is shown as fields, values and words', () => {
  assert.deepEqual(
    tokensOf('state:failed "two words" queue:').map(({ kind, text, at }) => `${at} ${kind} ${text}`),
    ['0 field state:', '6 value failed', '12 blank  ', '13 text "two words"', '24 blank  ', '25 field queue:'],
  );
});

test('whatever is typed, the coloured pieces are the text itself', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'B', ':', '"', ' ', ',', '>', '-', '=', '1'), maxLength: 40 });
  fc.assert(
    fc.property(letters, (text) => {
      assert.equal(
        tokensOf(text)
          .map((token) => token.text)
          .join(''),
        text,
      );
    }),
  );
});

test('choosing a second state asks for either of the two, choosing it again takes it away', () => {
  const one = toggleValue('queue:billing', { field: 'state', value: 'failed' });
  assert.equal(one, 'queue:billing state:failed');
  const two = toggleValue(one, { field: 'state', value: 'dead' });
  assert.equal(two, 'queue:billing state:failed,dead');
  assert.ok(hasValue('STATE:Failed', { field: 'state', value: 'failed' }));
  assert.equal(toggleValue(two, { field: 'state', value: 'failed' }), 'queue:billing state:dead');
  assert.equal(toggleValue('state:dead nightly', { field: 'state', value: 'dead' }), 'nightly');
});

test('a name with a blank is quoted and stands alone', () => {
  const west = toggleValue('', { field: 'queue', value: 'billing west' });
  assert.equal(west, 'queue:"billing west"');
  assert.ok(hasValue(west, { field: 'queue', value: 'billing west' }));
  assert.equal(toggleValue(west, { field: 'queue', value: 'east' }), 'queue:east');
  assert.equal(toggleValue(west, { field: 'queue', value: 'billing west' }), '');
});

test('a field can be left out of a query altogether', () => {
  assert.equal(withoutField('started:>-2h state:dead started:<-1h', 'started'), 'state:dead');
});

test('values chosen from lists always make a query that can be read', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', ' ', ',', ':', '.'), minLength: 1, maxLength: 8 });
  const values = fc.array(fc.record({ field: fc.constantFrom('queue', 'task'), value: name }), { maxLength: 6 });
  fc.assert(
    fc.property(values, (chosen) => {
      const text = chosen.reduce(toggleValue, '');
      const parsed = parseQuery(text, { fields: jobQueryFields, nowMs: 0, path: [] });
      assert.ok(parsed.ok, text);
    }),
  );
});
