import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chordOf } from './bindings.ts';
import { latinKey } from './latin-key.ts';

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const codes = rows.flatMap((row) => [...row].map((letter) => `Key${letter.toUpperCase()}`));
/** What a layout writes on the keys from Q to M; a space is a key that writes nothing there. */
const layouts = {
  cyrillic: 'йцукенгшщзфывапролдячсмить',
  greek: ';ςερτυθιοπασδφγηξκλζχψωβνμ',
  hebrew: "/'קראטוןםפשדגכעיחלךזסבהנמצ",
  azerty: 'azertyuiopqsdfghjklwxcvbn,',
  dvorak: "',.pyfgcrlaoeuidhtn;qjkxbm",
};
type Layout = keyof typeof layouts;

function written(layout: Layout, code: string): string {
  return [...layouts[layout]][codes.indexOf(code)] ?? '';
}

const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const pressed = (key: string, code: string, shiftKey = false) => chordOf({ ...held, key, code, shiftKey });

test('letters that do something do it on keyboards that write another alphabet', () => {
  for (const layout of ['cyrillic', 'greek', 'hebrew'] as const) {
    for (const letter of ['j', 'k', 'o', 'x', 'g', 'r', 'a', 's']) {
      const code = `Key${letter.toUpperCase()}`;
      const key = written(layout, code);
      assert.equal(pressed(key, code), letter, `${layout} ${key}`);
      assert.equal(pressed(key.toUpperCase(), code, true), `shift+${letter}`, `${layout} Shift and ${key}`);
      assert.equal(chordOf({ ...held, ctrlKey: true, key, code }), `mod+${letter}`);
    }
  }
});

test('whatever a Latin layout writes is what is meant, wherever the key stands', () => {
  const places = fc.record({
    layout: fc.constantFrom<Layout>('azerty', 'dvorak'),
    code: fc.constantFrom(...codes),
  });
  fc.assert(
    fc.property(places, ({ layout, code }) => {
      const key = written(layout, code);
      assert.equal(pressed(key, code), key);
    }),
  );
  // On the digits of AZERTY stand letters and signs.
  for (const [key, code] of [
    ['é', 'Digit2'],
    ['à', 'Digit0'],
    ['ù', 'Quote'],
    ['ß', 'Minus'],
    ['ö', 'Semicolon'],
  ] as const) {
    assert.equal(pressed(key, code), key);
  }
});

test('a sequence can be ended where the layout has a sign in the place of a letter, if it began in that alphabet', () => {
  const end = (layout: Layout, code: string, isForeign: boolean) =>
    latinKey({ key: written(layout, code), code, shiftKey: false }, isForeign);
  assert.equal(end('greek', 'KeyQ', true), 'q');
  assert.equal(end('hebrew', 'KeyQ', true), 'q');
  assert.equal(end('hebrew', 'KeyW', true), 'w');
  assert.equal(end('hebrew', 'KeyQ', false), '/');
  assert.equal(end('dvorak', 'KeyW', false), ',');
  assert.equal(latinKey({ key: ',', code: 'Comma', shiftKey: false }, true), ',');
});

test('digits and signs of other alphabets are those of ours', () => {
  assert.equal(pressed('۱', 'Digit1'), '1');
  assert.equal(pressed('؟', 'Slash', true), '?');
  assert.equal(pressed('ฝ', 'Slash'), '/');
  assert.equal(pressed('ฦ', 'Slash', true), '?');
  // A Russian keyboard has these elsewhere, and they mean what they are.
  assert.equal(pressed('?', 'Digit7', true), '?');
  assert.equal(pressed('/', 'Backslash', true), '/');
  assert.equal(pressed('.', 'Slash'), '.');
});
