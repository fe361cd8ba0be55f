import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { schemaBounds } from '#domain/bounds/schema.ts';
import { withBudget } from '#domain/work-budget.ts';
import { matches } from './matches.ts';
import { readPattern } from './program.ts';

/** Whether the pattern is found in the text, and at which cost. */
function ask(source: string, text: string, costMax = 1_000_000): { isFound: boolean | undefined; cost: number } {
  const program = readPattern(source);
  assert.ok(typeof program !== 'string', String(program));
  const { value, spent } = withBudget(costMax, (budget) => matches(program, text, budget));
  return { isFound: value, cost: spent };
}

function refusalOf(source: string): string {
  const program = readPattern(source);
  return typeof program === 'string' ? program : 'no refusal';
}

test('a pattern matches what V8 says that it matches', () => {
  const cases: [string, string[]][] = [
    ['^[a-z0-9-]{1,63}$', ['web-1', '', 'WEB', 'a'.repeat(63), 'a'.repeat(64)]],
    ['\\bcat\\B', ['cats', 'cat', 'concat', 'a catalogue']],
    ['^\\p{Lu}\\P{L}*$', ['É1', 'É', 'e', 'Éa', 'Ω42']],
    ['^[^\\d\\s]$', ['a', '1', ' ', '\u2003', '\u{1f600}', 'é']],
    ['^.$', ['a', '\n', '\u2028', '\u{1f600}', '']],
    ['^(?<year>\\d{4})-(?:0[1-9]|1[0-2])$', ['2026-01', '2026-13', '26-01']],
    ['^[\\u{1F600}-\\u{1F64F}]+$', ['\u{1f600}', '\u{1f64f}\u{1f600}', '\u{1f650}']],
    ['^\\uD83D\\uDE00\\x41\\cJ\\0?\\t$', ['\u{1f600}A\n\t', '\u{1f600}A\n\u0000\t', 'A']],
    ['^(a|b|)*c{2,}?$', ['abcc', 'cc', 'c', 'abab']],
    ['[\\b\\]\\-a-]', ['\b', ']', '-', 'a', 'b']],
    ['^$|x', ['', 'x', 'y']],
    ['(?:^a)+b', ['ab', 'aab', 'cab']],
    ['(a*)*b', ['aaab', 'b', 'a']],
  ];
  for (const [source, texts] of cases)
    for (const text of texts)
      assert.equal(
        ask(source, text).isFound,
        new RegExp(source, 'u').test(text),
        `${source} on ${JSON.stringify(text)}`,
      );
});

// Small alphabets on both sides, so that matches are frequent; texts are short, because V8 may try every way. No text has
// characters of two halves: V8 finds \B between the halves, where ECMAScript sees one character.
const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\W', '\\s', '^', '$', '\\b', '\\B', '\\p{L}');
const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small' },
    atom,
    fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(?:${one}|${other})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?'))
      .map(([inner, count]) => `(${inner})${count}`),
  ),
}));
const text = fc
  .array(fc.constantFrom('a', 'b', '1', ' ', '\n', '_', 'é'), { maxLength: 6 })
  .map((characters) => characters.join(''));

test('any pattern and text get the verdict of V8', () => {
  fc.assert(
    fc.property(pattern, text, (source, sample) => {
      assert.equal(
        ask(source, sample).isFound,
        new RegExp(source, 'u').test(sample),
        `${source} on ${JSON.stringify(sample)}`,
      );
    }),
    { numRuns: 3_000 },
  );
});

test('a pattern that other engines try for years is decided at a small cost for each character', () => {
  for (const source of ['^(a+)+$', '(a|a)*$', '(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$', '(a?){30}a{30}']) {
    const [short, long] = [ask(source, `${'a'.repeat(500)}!`).cost, ask(source, `${'a'.repeat(1_000)}!`).cost];
    assert.ok(long < 100 * 1_000, `${source} cost ${long}`);
    assert.ok(long <= 2.1 * short, `${source} cost ${short}, then ${long} for twice the text`);
  }
});

test('a match ends where its budget ends', () => {
  assert.equal(ask('(?:[a-z]*[a-z]*[a-z]*){50}!', 'a'.repeat(100_000), 10_000).isFound, undefined);
});

test('what no linear search can do is refused with what to write instead', () => {
  assert.match(refusalOf('(?=.*[0-9]).*'), /cannot look ahead or behind.*allOf/);
  assert.match(refusalOf('(?<!a)b'), /cannot look ahead or behind/);
  assert.match(refusalOf('(a)\\1'), /cannot refer back/);
  assert.match(refusalOf('(?<x>a)\\k<x>'), /cannot refer back/);
  assert.match(refusalOf('(?i:a)'), /flags|Invalid group/);
  assert.match(refusalOf('(a'), /not a regular expression.*Unterminated group/);
  assert.match(refusalOf('\\-'), /not a regular expression.*Invalid escape/);
});

test('a pattern is bounded in its length, in its repetitions written out and in its tables', () => {
  assert.match(refusalOf('a'.repeat(schemaBounds.patternLengthMax + 1)), /at most 1000 characters/);
  for (const source of ['(x{1000}){1000}', '(?:){1000000}', 'a{99999999999999999999}', '((a{0,99}){0,99}){0,99}'])
    assert.match(refusalOf(source), /too large.*minLength and maxLength/, source);
  const scripts = [
    'Lu',
    'Ll',
    'Lt',
    'Lm',
    'Lo',
    'Mn',
    'Mc',
    'Me',
    'Nd',
    'Nl',
    'No',
    'Pc',
    'Pd',
    'Ps',
    'Pe',
    'Pi',
    'Pf',
  ];
  assert.match(refusalOf(scripts.map((name) => `\\p{${name}}`).join('')), /at most 16 different/);
  assert.equal(refusalOf('[a-z]{1,1000}'), 'no refusal');
});
