/** Sets of characters in a pattern, as ECMAScript reads them with the `u` flag. */

/** Characters that match one place of a pattern. */
export type CharacterSet = {
  /** First and last code point of each range, in order and apart from each other. */
  ranges: readonly number[];
  /** Characters that Unicode knows by a property. */
  properties: readonly Property[];
  /** One bit for each character of ASCII, negation included. */
  ascii: readonly [number, number, number, number];
  isNegated: boolean;
};

/** A Unicode property such as `\p{Lu}`, asked of V8 for one character at a time. */
export type Property = { pattern: RegExp; ascii: readonly number[] };

/** What a set is made of. */
export type SetParts = { ranges: number[]; properties: Property[] };

export const codePointMax = 0x10ffff;
const asciiMax = 127;

export const digits = [48, 57];
export const wordCharacters = [48, 57, 65, 90, 95, 95, 97, 122];
export const lineEnds = [10, 10, 13, 13, 0x2028, 0x2029];
export const blanks = [
  9, 13, 32, 32, 160, 160, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000,
  0x3000, 0xfeff, 0xfeff,
];

/** The set of the parts, or of everything else. */
export function characterSet({ ranges, properties }: SetParts, isNegated = false): CharacterSet {
  const merged = mergeRanges(ranges);
  const bits: [number, number, number, number] = [0, 0, 0, 0];
  const inProperties = new Set(properties.flatMap((property) => property.ascii));
  for (let code = 0; code <= asciiMax; code += 1) {
    if ((isInRanges(merged, code) || inProperties.has(code)) === isNegated) continue;
    const word = code >> 5;
    bits[word] = (bits[word] ?? 0) | (1 << (code & 31));
  }
  return { ranges: merged, properties, ascii: bits, isNegated };
}

/** True when the set holds the character. */
export function holds(set: CharacterSet, code: number): boolean {
  if (code <= asciiMax) return (((set.ascii[code >> 5] ?? 0) >>> (code & 31)) & 1) === 1;
  return (isInRanges(set.ranges, code) || hasProperty(set.properties, code)) !== set.isNegated;
}

/** True for what `\w` matches, which is what `\b` looks for. */
export function isWordCharacter(code: number): boolean {
  return isInRanges(wordCharacters, code);
}

/** Every character outside of the ranges. */
export function complement(ranges: readonly number[]): number[] {
  const merged = mergeRanges(ranges);
  const outside: number[] = [];
  let from = 0;
  for (let n = 0; n < merged.length; n += 2) {
    const first = merged[n] ?? 0;
    if (first > from) outside.push(from, first - 1);
    from = (merged[n + 1] ?? 0) + 1;
  }
  if (from <= codePointMax) outside.push(from, codePointMax);
  return outside;
}

/** A property by its escape as written, which V8 accepted before. */
export function unicodeProperty(escape: string): Property {
  const pattern = new RegExp(`^${escape}$`, 'u');
  const ascii: number[] = [];
  for (let code = 0; code <= asciiMax; code += 1) if (pattern.test(String.fromCharCode(code))) ascii.push(code);
  return { pattern, ascii };
}

function hasProperty(properties: readonly Property[], code: number): boolean {
  if (properties.length === 0) return false;
  const character = String.fromCodePoint(code);
  return properties.some((property) => property.pattern.test(character));
}

function isInRanges(ranges: readonly number[], code: number): boolean {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (code > (ranges[2 * middle + 1] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return 2 * low < ranges.length && code >= (ranges[2 * low] ?? 0);
}

function mergeRanges(ranges: readonly number[]): number[] {
  const pairs: { first: number; last: number }[] = [];
  for (let n = 0; n < ranges.length; n += 2) pairs.push({ first: ranges[n] ?? 0, last: ranges[n + 1] ?? 0 });
  pairs.sort((a, b) => a.first - b.first);
  const merged: number[] = [];
  for (const { first, last } of pairs) {
    const end = merged.at(-1);
    if (end !== undefined && first <= end + 1) merged[merged.length - 1] = Math.max(end, last);
    else merged.push(first, last);
  }
  return merged;
}
