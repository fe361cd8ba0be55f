// What the viewer knows of a log, and what it makes of the texts in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { spansOf } from './ansi-spans.ts';
import { blockSize, blocksKeptMax, emptyBook, keptAround, lineAt, missingIn, withNews, withPage } from './log-book.ts';
import type { LogLine } from './log-scope.ts';
import { marked } from './mark-text.ts';

const line = (index: number, more: Partial<LogLine> = {}): LogLine => ({
  index,
  place: index + 1,
  number: index + 1,
  at: '2026-03-29T01:00:00.000Z',
  level: 'INFO',
  source: 'HANDLER',
  message: `line ${index + 1}`,
  fields: null,
  attempt: 1,
  fence: 1,
  stepKey: null,
  ...more,
});
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => line(from + n));
const totals = (count: number) => ({ lines: count, debug: 0, info: count, warn: 0, error: 0 });
const page = (from: number, to: number, count: number) => ({
  nodes: lines(from, to),
  totalCount: count,
  totals: totals(count),
});

test('only what is in view and not there yet is asked for, by whole blocks', () => {
  const book = withPage(emptyBook, page(900, 1_000, 1_000));
  assert.equal(missingIn(book, { from: 950, to: 1_200 }), undefined);
  assert.deepEqual(missingIn(book, { from: 890, to: 940 }), { from: 800, first: blockSize });
  assert.deepEqual(missingIn(book, { from: 120, to: 260 }), { from: 100, first: 2 * blockSize });
  assert.equal(lineAt(withPage(book, page(100, 300, 1_000)), 299)?.number, 300);
  assert.equal(missingIn(emptyBook, { from: 0, to: 50 }), undefined);
});

test('lines that are written lengthen the log once, however often they come', () => {
  const book = withPage(emptyBook, page(0, 5, 5));
  const once = withNews(book, [line(4), line(5), line(6, { level: 'ERROR' })]);
  assert.deepEqual([once.count, once.totals], [7, { lines: 7, debug: 0, info: 6, warn: 0, error: 1 }]);
  assert.equal(withNews(once, [line(5), line(6)]), once);
  // A page that was asked for before they came takes none of them away.
  const late = withPage(once, page(0, 5, 5));
  assert.deepEqual([late.count, late.totals.lines, lineAt(late, 6)?.level], [7, 7, 'ERROR']);
});

test('a line that was written late moves those behind it, which are read anew', () => {
  const book = withPage(emptyBook, page(0, 250, 250));
  const moved = withNews(book, [line(120, { number: 1, fence: 2 })]);
  assert.equal(lineAt(moved, 120)?.fence, 2);
  assert.deepEqual(missingIn(moved, { from: 0, to: 249 }), { from: 100, first: 2 * blockSize });
});

test('a log of a million lines is kept as far as it is near what is shown', () => {
  let book = withPage(emptyBook, page(0, 100, 1_000_000));
  for (let from = 0; from <= blocksKeptMax * blockSize; from += 2 * blockSize)
    book = withPage(book, page(from, from + 200, 1_000_000));
  const kept = keptAround(book, 5_000);
  assert.ok(kept.blocks.size <= blocksKeptMax);
  assert.equal(lineAt(kept, 5_000)?.index, 5_000);
  assert.equal(lineAt(kept, 0), undefined);
});

test('colours become classes, and what is no colour is not there', () => {
  assert.deepEqual(spansOf('a \u001b[31mred \u001b[1mbold\u001b[0m \u001b[2Kend'), [
    { text: 'a ', className: '' },
    { text: 'red ', className: 'log-red' },
    { text: 'bold', className: 'log-red font-semibold' },
    { text: ' ', className: '' },
    { text: 'end', className: '' },
  ]);
  assert.deepEqual(spansOf('\u001b[38;5;196mx\u001b[48;2;1;2;3my'), [
    { text: 'x', className: 'log-red' },
    { text: 'y', className: 'log-red log-on-white' },
  ]);
  assert.deepEqual(spansOf(''), []);
});

test('whatever a message holds, nothing in it acts: no code, no control character, no markup', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      '\u001b',
      '\u001b[',
      '\u001b]8;;javascript:x\u0007',
      '\u009b31m',
      '\u001b[38;5;',
      '\u001b[999999999m',
      '\u202e',
      '\0',
      '\r',
      '<img onerror=x>',
      '\u001bP',
      '\u001b[?25l',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      for (const { text, className } of spansOf(pieces.join(''))) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        assert.match(className, /^[a-z -]*$/);
      }
    }),
    { numRuns: 1_000 },
  );
  assert.equal(spansOf('<b>&amp;</b>')[0]?.text, '<b>&amp;</b>');
  assert.equal(spansOf('a\0b\u007f\u202ec')[0]?.text, 'a\u2400b\u2421\ufffdc');
});

test('what was searched for is marked whatever its case, also across colours, and the text stays what it was', () => {
  const spans = spansOf('disk \u001b[31mFU\u001b[0mLL, Full');
  const parts = marked(spans, 'full');
  assert.deepEqual(
    parts.filter(({ isFound }) => isFound).map(({ text }) => text),
    ['FU', 'LL', 'Full'],
  );
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 3 }), (message, text) => {
      const plain = spansOf(message);
      assert.equal(
        marked(plain, text)
          .map((one) => one.text)
          .join(''),
        plain.map((one) => one.text).join(''),
      );
    }),
  );
});
