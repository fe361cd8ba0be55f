import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPlace, writePlace } from './query-address.ts';

const none = new URLSearchParams();

test('a query stands in the address as a person would write it', () => {
  const place = { query: 'state:failed,dead queue:billing', peek: undefined };
  assert.equal(writePlace('/jobs', none, place), '/jobs?q=state:failed,dead+queue:billing');
  assert.equal(writePlace('/jobs', none, { query: ' ', peek: undefined }), '/jobs');
});

test('every query and every row looked into survive the way through the address', () => {
  const peek = fc.constantFrom(undefined, 'job_1');
  fc.assert(
    fc.property(fc.string(), peek, (text, row) => {
      const place = { query: text.trim(), peek: row };
      const address = new URL(writePlace('/jobs', none, place), 'http://console.invalid');
      assert.deepEqual(readPlace(address.searchParams), place);
    }),
  );
});

test('states in a link from another screen become part of the query', () => {
  const search = new URLSearchParams('state=FAILED,DEAD&q=queue:billing&tz=UTC');
  const place = readPlace(search);
  assert.equal(place.query, 'queue:billing state:failed,dead');
  const named = readPlace(new URLSearchParams('state=DEAD&q=queue:dead-letters'));
  assert.equal(named.query, 'queue:dead-letters state:dead');
  assert.equal(writePlace('/jobs', search, place), '/jobs?q=queue:billing+state:failed,dead&tz=UTC');
});
