import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { parseInstant } from './scalars.ts';

const read: [text: string, instant: string][] = [
  ['2026-03-29T01:00:00Z', '2026-03-29T01:00:00.000Z'],
  ['2026-03-29t01:00:00z', '2026-03-29T01:00:00.000Z'],
  ['2026-03-29T01:00:00.25+02:00', '2026-03-28T23:00:00.250Z'],
  ['2028-02-29T23:59:59-12:00', '2028-03-01T11:59:59.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
];
for (const [text, instant] of read) {
  test(`${text} is the instant ${instant}`, () => assert.equal(parseInstant(text).toISOString(), instant));
}

const refused = [
  '2030-02-30T00:00:00Z',
  '2030-02-29T00:00:00Z',
  '2030-04-31T00:00:00Z',
  '2030-13-01T00:00:00Z',
  '2030-00-01T00:00:00Z',
  '2030-01-00T00:00:00Z',
  '2030-01-01T24:00:00Z',
  '2030-01-01T23:60:00Z',
  // A second that most clocks do not have, and none of ours.
  '2016-12-31T23:59:60Z',
  '2030-01-01T00:00:00+24:00',
  '2030-01-01T00:00:00+01:60',
  '2030-01-01T00:00:00',
  '2030-01-01',
  '0000-01-01T00:00:00Z',
  '0000-12-31T23:59:59Z',
  '0001-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  '12030-01-01T00:00:00Z',
  ' 2030-01-01T00:00:00Z',
  1_893_456_000,
  null,
];
for (const text of refused) {
  test(`${text} is no instant`, () => assert.throws(() => parseInstant(text), GraphQLError));
}

test('an instant that is read is the one that was written, whatever its parts', () => {
  const two = (most: number) => fc.nat(most).map((part) => String(part).padStart(2, '0'));
  const parts = fc.tuple(fc.nat(9_999), two(13), two(32), two(24), two(60), two(60));
  fc.assert(
    fc.property(parts, ([year, month, day, hour, minute, second]) => {
      const text = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
      try {
        assert.equal(parseInstant(`${text}Z`).toISOString(), `${text}.000Z`);
      } catch (fault) {
        if (!(fault instanceof GraphQLError)) throw fault;
      }
    }),
    { numRuns: 2_000 },
  );
});
