import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partsOfNote } from './note-parts.ts';

const linksOf = (text: string) => partsOfNote(text).flatMap(({ href }) => href ?? []);

test('an address of the web becomes a link, and the end of its sentence does not', () => {
  assert.deepEqual(linksOf('See https://wiki.example.com/on-call?x=1#y, and http://a.example/b.'), [
    'https://wiki.example.com/on-call?x=1#y',
    'http://a.example/b',
  ]);
  assert.deepEqual(linksOf('(https://example.com/a)'), ['https://example.com/a']);
});

test('nothing but an address of the web is a link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', '/jobs', 'example.com', 'https://', 'xhttps://a.b'])
    assert.deepEqual(linksOf(text), [], text);
});

test('whatever is written is shown whole', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.constantFrom('https://', 'http://[', ' ', '\n'),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const parts = partsOfNote(text);
      assert.equal(parts.map(({ words }) => words).join(''), text);
      for (const { href } of parts) assert.ok(href === undefined || /^https?:/.test(href));
    }),
  );
});
