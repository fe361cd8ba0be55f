import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { jobLooks, runLooks } from '#components/state/state-look.ts';

const styles = readFileSync(join(import.meta.dirname, '../../app/globals.css'), 'utf8');
const families = ['waiting', 'running', 'success', 'warning', 'failed', 'human'];
const grounds = ['canvas', 'surface', 'raised'];

// Texts that stand on something else than a ground: filled buttons, chosen segments, tooltips.
const filled = [
  ['surface', 'ink'],
  ['surface', 'state-failed'],
] as const;

// The reader of small text, and what only has to be seen, such as the frame of a field: WCAG 2.2 AA.
const contrastMin = 4.5;
const frameContrastMin = 3;

for (const [theme, selector] of [
  ['light', '[data-theme="light"] {'],
  ['dark', '[data-theme="dark"] {'],
] as const) {
  test(`every state colour can be read on every ground of the ${theme} theme`, () => {
    const colours = coloursOf(selector);
    for (const ground of grounds) {
      for (const family of [...families.map((name) => `state-${name}`), 'ink', 'quiet']) {
        const contrast = contrastOf(colours.get(family) ?? '', colours.get(ground) ?? '');
        assert.ok(contrast >= contrastMin, `${family} on ${ground}: ${contrast.toFixed(2)}`);
      }
    }
  });

  test(`what is written on a filled button can be read in the ${theme} theme`, () => {
    const colours = coloursOf(selector);
    for (const [text, ground] of filled) {
      const contrast = contrastOf(colours.get(text) ?? '', colours.get(ground) ?? '');
      assert.ok(contrast >= contrastMin, `${text} on ${ground}: ${contrast.toFixed(2)}`);
    }
  });

  test(`the frames of fields and the focus can be seen on every ground of the ${theme} theme`, () => {
    const colours = coloursOf(selector);
    for (const ground of grounds) {
      for (const frame of ['control-line', 'focus']) {
        const contrast = contrastOf(colours.get(frame) ?? '', colours.get(ground) ?? '');
        assert.ok(contrast >= frameContrastMin, `${frame} on ${ground}: ${contrast.toFixed(2)}`);
      }
    }
  });
}

test('no two states of a job look the same, even without colour', () => {
  for (const looks of [jobLooks, runLooks]) {
    const seen = Object.values(looks).map(({ glyph, word }) => `${glyph} ${word}`);
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(new Set(Object.values(looks).map(({ glyph }) => glyph)).size, seen.length);
  }
});

function coloursOf(selector: string): Map<string, string> {
  const start = styles.indexOf(`\n${selector}`);
  const block = styles.slice(start, styles.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function contrastOf(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  assert.match(colour, /^#[0-9a-f]{6}$/);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
