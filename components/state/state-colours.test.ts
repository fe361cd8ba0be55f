import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

// `#rrggbb` as red, green and blue from 0 to 1.
type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

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

// Who looks: somebody who sees all colours, or misses red, green or blue wholly. Machado, Oliveira and Fernandes 2009.
const eyes = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>;

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

/** How WCAG measures the contrast of a text and its ground. */
function contrastOf(text: string, ground: string): number {
  const [high = 0, low = 0] = [luminanceOf(text), luminanceOf(ground)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** A breath of one colour on another, as `color-mix` in sRGB makes it. */
function tinted(colour: string, { on, share }: { on: string; share: number }): string {
  const [over, under] = [rgbOf(colour), rgbOf(on)];
  const parts = over.map((part, n) => Math.round(255 * (part * share + (under[n] ?? 0) * (1 - share))));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** How far two colours are apart for such eyes, in CIELAB; about 2 can just be told apart side by side. */
function distanceOf(a: string, b: string, eye: keyof typeof eyes): number {
  const [one, other] = [labOf(seenBy(eye, a)), labOf(seenBy(eye, b))];
  return Math.hypot(...one.map((part, n) => part - (other[n] ?? 0)));
}

function rgbOf(colour: string): Rgb {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(colour);
  if (parts === null) throw new Error(`${colour} is not a colour as #rrggbb`);
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) => Number.parseInt(part, 16) / 255);
  return [red, green, blue];
}

function linearOf(colour: string): Rgb {
  const [red, green, blue] = rgbOf(colour);
  return [straight(red), straight(green), straight(blue)];
}

function straight(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function luminanceOf(colour: string): number {
  return dot([0.2126, 0.7152, 0.0722], linearOf(colour));
}

function seenBy(eye: keyof typeof eyes, colour: string): Rgb {
  const linear = linearOf(colour);
  const [red, green, blue] = eyes[eye];
  return [within(dot(red, linear)), within(dot(green, linear)), within(dot(blue, linear))];
}

function within(part: number): number {
  return Math.min(1, Math.max(0, part));
}

function labOf(linear: Rgb): Rgb {
  const x = root(dot([0.4124564, 0.3575761, 0.1804375], linear) / 0.95047);
  const y = root(dot([0.2126729, 0.7151522, 0.072175], linear));
  const z = root(dot([0.0193339, 0.119192, 0.9503041], linear) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function root(part: number): number {
  return part > 216 / 24_389 ? Math.cbrt(part) : ((24_389 / 27) * part + 16) / 116;
}

function dot(a: Rgb, b: Rgb): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
