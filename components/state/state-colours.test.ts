import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { contrastOf, distanceOf, type eyes, tinted } from '#testing/colour-space.ts';

const styles = readFileSync(join(import.meta.dirname, '../../app/globals.css'), 'utf8');
const families = ['waiting', 'running', 'success', 'warning', 'failed', 'human'].map((name) => `state-${name}`);
const grounds = ['canvas', 'surface', 'raised'];

// Texts that stand on something else than a ground: filled buttons, chosen segments, tooltips.
const filled = [
  ['surface', 'ink'],
  ['surface', 'state-failed'],
] as const;

// The reader of small text, and what only has to be seen, such as the frame of a field: WCAG 2.2 AA.
const contrastMin = 4.5;
const frameContrastMin = 3;

// Ten times what can just be told apart side by side. Who misses blue is rare: there the glyph has to help.
const distanceMin = { normal: 20, protanopia: 20, deuteranopia: 20, tritanopia: 15 } as const;

for (const [theme, selector] of [
  ['light', '[data-theme="light"] {'],
  ['dark', '[data-theme="dark"] {'],
] as const) {
  const block = blockOf(selector);
  const colour = (name: string) => colourIn(block, name);

  test(`every state colour can be read on every ground of the ${theme} theme`, () => {
    for (const ground of grounds)
      for (const text of [...families, 'ink', 'quiet']) reads(colour(text), colour(ground), `${text} on ${ground}`);
  });

  test(`a state can be read on a breath of its own colour, wherever that lies in the ${theme} theme`, () => {
    const share = Number(/--tint: (\d+)%;/.exec(block)?.[1]) / 100;
    for (const ground of grounds) {
      for (const text of [...families, 'quiet']) {
        const own = tinted(colour(text), { on: colour(ground), share });
        reads(colour(text), own, `${text} on its tint on ${ground}`);
      }
    }
  });

  test(`what is written on a filled button can be read in the ${theme} theme`, () => {
    for (const [text, ground] of filled) reads(colour(text), colour(ground), `${text} on ${ground}`);
  });

  test(`the frames of fields and the focus can be seen on every ground of the ${theme} theme`, () => {
    for (const ground of grounds) {
      for (const frame of ['control-line', 'focus']) {
        const contrast = contrastOf(colour(frame), colour(ground));
        assert.ok(contrast >= frameContrastMin, `${frame} on ${ground}: ${contrast.toFixed(2)}`);
      }
    }
  });

  for (const eye of ['normal', 'protanopia', 'deuteranopia', 'tritanopia'] as const satisfies (keyof typeof eyes)[]) {
    test(`no two families of states look alike in the ${theme} theme, to eyes with ${eye} vision`, () => {
      for (const [n, one] of families.entries()) {
        for (const other of families.slice(n + 1)) {
          const distance = distanceOf(colour(one), colour(other), eye);
          assert.ok(distance >= distanceMin[eye], `${one} and ${other}: ${distance.toFixed(1)}`);
        }
      }
    });
  }
}

function reads(text: string, ground: string, words: string): void {
  const contrast = contrastOf(text, ground);
  assert.ok(contrast >= contrastMin, `${words}: ${contrast.toFixed(2)}`);
}

function blockOf(selector: string): string {
  const start = styles.indexOf(`\n${selector}`);
  assert.ok(start >= 0, `the styles have no ${selector}`);
  return styles.slice(start, styles.indexOf('}', start));
}

function colourIn(block: string, name: string): string {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)?.[1];
  if (found === undefined) throw new Error(`the theme has no colour ${name}`);
  return found;
}
