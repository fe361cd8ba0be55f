/** Colours as eyes see them, also those that miss one of three: for the tests that hold the colours of states. */

/** `#rrggbb` as red, green and blue from 0 to 1. */
type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** How WCAG measures the contrast of a text and its ground. */
export function contrastOf(text: string, ground: string): number {
  const [high = 0, low = 0] = [luminanceOf(text), luminanceOf(ground)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** A breath of one colour on another, as `color-mix` in sRGB makes it. */
export function tinted(colour: string, { on, share }: { on: string; share: number }): string {
  const [over, under] = [rgbOf(colour), rgbOf(on)];
  const parts = over.map((part, n) => Math.round(255 * (part * share + (under[n] ?? 0) * (1 - share))));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Who looks: somebody who sees all colours, or misses red, green or blue wholly. */
export const eyes = {
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

/** How far two colours are apart for such eyes, in CIELAB; about 2 can just be told apart side by side. */
export function distanceOf(a: string, b: string, eye: keyof typeof eyes): number {
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

// Machado, Oliveira and Fernandes 2009, severity 1.
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
