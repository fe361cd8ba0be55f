import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '#domain/value/json.ts';
import { type NeedsInput, parseNeeds, readNeeds, storedNeeds } from './declared-needs.ts';
import { renderNeeds } from './render-needs.ts';

const task = { id: 't1', name: 'charge' };

function namesOf(input: NeedsInput, params: Json) {
  const declared = parseNeeds(input);
  assert.ok(declared.ok && declared.value !== null);
  const needs = renderNeeds(declared.value, { task, params, path: ['params'] });
  return needs.ok ? needs.value.map(({ kind, key, amount }) => `${kind} ${key} ${amount}`) : needs.refusals;
}

function faultsOf(input: NeedsInput) {
  const parsed = parseNeeds(input);
  return parsed.ok ? [] : parsed.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
}

test('what a task declares is filled in with the params of each job', () => {
  const input = {
    mutex: ['ledger', 'customer-${{ params.customer }}'],
    resources: { gpu: 2 },
    concurrency: { max: 3 },
  };
  assert.deepEqual(namesOf(input, { customer: 7 }), [
    'MUTEX ledger 1',
    'MUTEX customer-7 1',
    'POOL gpu 2',
    'TASK charge 1',
  ]);
  assert.deepEqual(namesOf({ concurrency: { max: 1, key: '${{ params.host }}' } }, { host: 'a' }), ['KEY a 1']);
});

test('keys that come out the same are one, which is taken once', () => {
  const input = { mutex: ['a', '${{ params.x }}'] };
  assert.deepEqual(namesOf(input, { x: 'a' }), ['MUTEX a 1']);
});

for (const [about, params] of [
  ['is missing', {}],
  ['is empty', { x: '' }],
  ['is no text', { x: [1] }],
  ['is too long', { x: 'ä'.repeat(101) }],
  ['holds a NUL', { x: 'a\u0000b' }],
  ['holds half a character', { x: '\ud800' }],
] as const) {
  test(`a key whose param ${about} is refused with its place`, () => {
    const [refusal] = namesOf({ mutex: '${{ params.x }}' }, JSON.parse(JSON.stringify(params)));
    assert.ok(typeof refusal === 'object');
    assert.equal(refusal.code, 'PARAMS_INVALID');
    assert.deepEqual(refusal.path, ['params']);
  });
}

test('what can never be meant is refused where it stands', () => {
  assert.deepEqual(faultsOf({ mutex: ['a', 'a'] }), ['DUPLICATE_ID mutex.1']);
  assert.deepEqual(faultsOf({ mutex: ['', 'a'] }), ['BAD_INPUT mutex.0']);
  assert.deepEqual(faultsOf({ mutex: ['1', '2', '3', '4', '5', '6'] }), ['BAD_INPUT mutex']);
  assert.deepEqual(faultsOf({ mutex: '${{ vars.x }}' }), ['BAD_EXPRESSION mutex']);
  assert.deepEqual(faultsOf({ mutex: '${{ 1 + 1 }}' }), ['BAD_EXPRESSION mutex']);
  assert.deepEqual(faultsOf({ mutex: '${{ params.x' }), ['BAD_EXPRESSION mutex']);
  assert.deepEqual(faultsOf({ resources: { gpu: 0 } }), ['BAD_INPUT resources.gpu']);
  assert.deepEqual(faultsOf({ resources: ['gpu'] }), ['BAD_INPUT resources']);
  assert.deepEqual(faultsOf({ concurrency: {} }), ['BAD_INPUT concurrency.max']);
  assert.deepEqual(faultsOf({ concurrency: { max: 1, key: '${{ job.id }}' } }), ['BAD_EXPRESSION concurrency.key']);
});

test('what is stored is read as what was declared', () => {
  const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => /^[a-z]+$/.test(text));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom('a', 'b-${{ params.b }}', 'c'), { maxLength: 5 }),
      fc.dictionary(name, fc.integer({ min: 1, max: 9 }), { maxKeys: 5 }),
      fc.option(fc.record({ max: fc.integer({ min: 1, max: 9 }), key: fc.option(fc.constant('${{ params.k }}')) })),
      (mutex, resources, concurrency) => {
        const parsed = parseNeeds({ mutex, resources: JSON.parse(JSON.stringify(resources)), concurrency });
        assert.ok(parsed.ok);
        if (parsed.value === null) return;
        assert.deepEqual(readNeeds(JSON.parse(JSON.stringify(storedNeeds(parsed.value)))), parsed.value);
      },
    ),
  );
});
