import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findInexactNumber, isExactNumber, readExactJson } from './exact-json.ts';

const cases: [text: string, isExact: boolean][] = [
  ['0', true],
  ['-0', true],
  ['0.1', true],
  ['0.10', true],
  ['1e2', true],
  ['1E+2', true],
  ['9007199254740991', true],
  ['9007199254740992', true],
  ['9007199254740993', false],
  ['-9007199254740993', false],
  // The nearest double is this number, and what it is printed as is another.
  ['12345678901234567168', false],
  ['3544790567247868102', false],
  ['12345678901234567890.0', false],
  ['1e23', true],
  ['100000000000000000000000', true],
  // A double printed with all its digits is still that double.
  ['0.10000000000000001', true],
  ['0.30000000000000004', true],
  ['3.141592653589793238', false],
  ['1e400', false],
  ['-1e400', false],
  ['1e-400', false],
  ['0e999999999999', true],
  ['5e-324', true],
  ['1e99999999999999999999', false],
];
for (const [text, isExact] of cases) {
  test(`the number ${text} ${isExact ? 'is kept' : 'is refused rather than rounded'}`, () => {
    assert.equal(isExactNumber(text), isExact);
    assert.equal(findInexactNumber(text) === undefined, isExact);
  });
}

const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9]\d{0,25}$/)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{1,25}$/)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^[eE][-+]?\d{1,3}$/)),
  )
  .map((parts) => parts.join(''));

/** The whole number that a print of a double names: 1.5e+21 is 1500000000000000000000. */
function wholeOf(printed: string): bigint {
  const [mantissa = '', power = '0'] = printed.split('e+');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction.padEnd(Number(power), '0'));
}

test('a whole number is kept exactly when it is printed as the same number again', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(25), (whole, zeros) => {
      for (const number of [whole, (whole / 10n ** BigInt(zeros)) * 10n ** BigInt(zeros)]) {
        const isKept = wholeOf(JSON.stringify(Number(number))) === number;
        assert.equal(isExactNumber(String(number)), isKept, String(number));
      }
    }),
  );
});

test('every number that a program prints is kept, in its shortest form and with all 17 digits', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
      assert.ok(isExactNumber(JSON.stringify(double)));
      if (!Number.isInteger(double)) assert.ok(isExactNumber(double.toPrecision(17)));
    }),
  );
});

test('any text of a number is kept or refused with its place, wherever it stands', () => {
  fc.assert(
    fc.property(numberText, fc.string(), fc.nat(5), (number, key, before) => {
      const list = [
        ...Array.from({ length: before }, () => '"3544790567247868102 \\" 1e400"'),
        `{"b":[],${JSON.stringify(key)}:${number}}`,
      ];
      const read = readExactJson(`{"a": [${list.join(' ,')}], "z": 1}`);
      assert.equal(read.ok, isExactNumber(number));
      if (read.ok) return;
      assert.deepEqual(read.inexact, { path: ['a', String(before), key], text: number });
    }),
  );
});

test('what JSON can print is read as what it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const read = readExactJson(text);
      assert.ok(read.ok);
      assert.equal(JSON.stringify(read.value), text);
    }),
  );
});

test('what is no JSON is refused without a place', () => {
  for (const text of ['', '{', '01', '1.', 'NaN', '{"a":1e}', '"\\']) {
    assert.deepEqual(readExactJson(text), { ok: false, inexact: undefined }, text);
  }
});
