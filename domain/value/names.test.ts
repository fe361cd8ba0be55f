import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nameFault } from './names.ts';

const refused: [title: string, name: string, said: RegExp][] = [
  ['nothing', '', /empty/],
  ['blanks alone', ' \u00a0', /empty/],
  ['a blank before it', ' nightly', /begins or ends with a blank/],
  ['a no-break space after it', 'nightly\u00a0', /begins or ends with a blank/],
  ['a line break inside', 'night\nly', /a line break \(U\+000A\) as its character 6/],
  ['a line separator', 'night\u2028ly', /line separator/],
  ['a control character', 'night\u0085ly', /U\+0085/],
  ['a NUL', 'night\u0000ly', /NUL/],
  ['half of a surrogate pair', 'night\ud800ly', /U\+D800/],
  ['a zero-width space', 'night\u200bly', /zero-width space \(U\+200B\) as its character 6/],
  ['a soft hyphen', 'night\u00adly', /soft hyphen/],
  ['a word joiner', 'night\u2060ly', /U\+2060/],
  ['a byte order mark', '\ufeffnightly', /begins or ends|byte order mark/],
  ['a right-to-left override', 'night\u202ely', /right-to-left override/],
  ['an isolate of direction', '\u2067nightly\u2069', /U\+2067/],
  ['an Arabic letter mark', 'night\u061cly', /U\+061C/],
  ['a variation selector', 'night\ufe0fly', /variation selector/],
  ['a tag of the supplementary plane', 'night\u{e0041}ly', /U\+E0041/],
  ['a filler that is drawn as nothing', 'night\u3164ly', /U\+3164/],
  ['a blank pattern of braille', 'night\u2800ly', /U\+2800/],
  ['a no-break space inside', 'night\u00a0ly', /no-break space.*plain blank/],
  ['an em space inside', 'night\u2003ly', /U\+2003/],
  ['two blanks in a row', 'night  ly', /several blanks/],
  ['an accent of its own', 'cafe\u0301', /composed/],
];
for (const [title, name, said] of refused) {
  test(`a name is not ${title}`, () => assert.match(nameFault(name) ?? 'accepted', said));
}

test('names of any script, with signs and emoji, are names', () => {
  for (const name of [
    'nightly',
    'Löhne und Gehälter',
    '夜間バッチ',
    'отчёт №7',
    'a/b',
    '..',
    'new',
    '🚀 deploy',
    'x'.repeat(200),
  ])
    assert.equal(nameFault(name), undefined, name);
});

test('two names that are both accepted and differ do so in something that is drawn', () => {
  // What a screen makes of a text: blanks collapse, nothing without a width stays, and accents join their letters.
  const drawn = (text: string) =>
    text
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '')
      .replace(/[\s\u2800]+/gu, ' ')
      .trim()
      .normalize('NFC');
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('a', 'e', ' ', '\u0301', '\u200b', '\u00a0'),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (name) => {
      assert.equal(nameFault(name) === undefined, name !== '' && drawn(name) === name);
    }),
    { numRuns: 2_000 },
  );
});
