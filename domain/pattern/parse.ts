/**
 * Reads a regular expression of ECMAScript, as JSON Schema has them: with the `u` flag and without what no
 * linear matcher can do, which is looking around and back.
 */
import { schemaBounds } from '#domain/bounds/schema.ts';
import {
  blanks,
  type CharacterSet,
  characterSet,
  complement,
  digits,
  lineEnds,
  type Property,
  type SetParts,
  unicodeProperty,
  wordCharacters,
} from './characters.ts';

export type Edge = 'start' | 'end' | 'word' | 'not word';

/** A pattern as a tree. */
export type PatternNode =
  | { kind: 'characters'; set: CharacterSet }
  | { kind: 'edge'; edge: Edge }
  | { kind: 'sequence'; parts: PatternNode[] }
  | { kind: 'choice'; branches: PatternNode[] }
  | { kind: 'repeat'; node: PatternNode; min: number; max: number };

/** Unicode properties met so far, by their escape: V8 builds a table for each. */
export type KnownProperties = Map<string, Property>;

type Reading = { source: string; at: number; properties: KnownProperties };

// Ends a reading wherever it is; caught by parsePattern alone.
class Unsupported extends Error {}

/** The tree of a pattern, or the sentence that says why there is none. */
export function parsePattern(source: string, properties: KnownProperties): PatternNode | string {
  if (source.length > schemaBounds.patternLengthMax)
    return `a pattern has at most ${schemaBounds.patternLengthMax} characters; this one has ${source.length}`;
  try {
    // V8 knows the grammar best; what it accepts is read below without doubt.
    new RegExp(source, 'u');
    return readChoice({ source, at: 0, properties });
  } catch (fault) {
    if (fault instanceof Unsupported) return fault.message;
    if (fault instanceof SyntaxError) return `this is not a regular expression: ${fault.message.slice(0, 200)}`;
    throw fault;
  }
}

function readChoice(reading: Reading): PatternNode {
  const branches = [readSequence(reading)];
  while (reading.source[reading.at] === '|') {
    reading.at += 1;
    branches.push(readSequence(reading));
  }
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : { kind: 'choice', branches };
}

function readSequence(reading: Reading): PatternNode {
  const parts: PatternNode[] = [];
  while (reading.at < reading.source.length && !'|)'.includes(reading.source.charAt(reading.at)))
    parts.push(readRepeated(reading));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
}

function readRepeated(reading: Reading): PatternNode {
  const node = readTerm(reading);
  const counts = readCounts(reading);
  if (counts === undefined) return node;
  // Lazy or greedy: the same texts match.
  if (reading.source[reading.at] === '?') reading.at += 1;
  return { kind: 'repeat', node, ...counts };
}

const countsInBraces = /\{(\d+)(,(\d*))?\}/y;

function readCounts(reading: Reading): { min: number; max: number } | undefined {
  const sign = reading.source[reading.at];
  if (sign === '*' || sign === '+' || sign === '?') {
    reading.at += 1;
    return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
  }
  if (sign !== '{') return undefined;
  countsInBraces.lastIndex = reading.at;
  const found = countsInBraces.exec(reading.source);
  if (found === null) throw new Unsupported('a { that repeats nothing is written \\{');
  reading.at += found[0].length;
  const min = Number(found[1]);
  if (found[2] === undefined) return { min, max: min };
  return { min, max: found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]) };
}

function readTerm(reading: Reading): PatternNode {
  const sign = reading.source.charAt(reading.at);
  switch (sign) {
    case '^':
    case '$':
      reading.at += 1;
      return { kind: 'edge', edge: sign === '^' ? 'start' : 'end' };
    case '(':
      return readGroup(reading);
    case '[':
      return { kind: 'characters', set: readClass(reading) };
    case '.':
      reading.at += 1;
      return { kind: 'characters', set: characterSet({ ranges: lineEnds, properties: [] }, true) };
    case '\\':
      return readEscapedTerm(reading);
    default: {
      const code = readCharacter(reading);
      return { kind: 'characters', set: characterSet({ ranges: [code, code], properties: [] }) };
    }
  }
}

function readGroup(reading: Reading): PatternNode {
  const { source, at } = reading;
  if (/^\(\?<?[=!]/.test(source.slice(at, at + 4)))
    throw new Unsupported(
      'a pattern cannot look ahead or behind, because no such search ends in a time that can be foretold; write several patterns under allOf, or "not"',
    );
  const name = /^\(\?<[^>]*>/.exec(source.slice(at));
  if (name !== null) reading.at += name[0].length;
  else if (source.startsWith('(?:', at)) reading.at += 3;
  else if (source.startsWith('(?', at))
    throw new Unsupported('a pattern has no flags; write out both letters, such as [aA]');
  else reading.at += 1;
  const inner = readChoice(reading);
  reading.at += 1;
  return inner;
}

function readEscapedTerm(reading: Reading): PatternNode {
  const sign = reading.source.charAt(reading.at + 1);
  if (sign === 'b' || sign === 'B') {
    reading.at += 2;
    return { kind: 'edge', edge: sign === 'b' ? 'word' : 'not word' };
  }
  if (/[1-9k]/.test(sign))
    throw new Unsupported('a pattern cannot refer back to what a group matched; write out the texts that are allowed');
  const parts: SetParts = { ranges: [], properties: [] };
  readMember(reading, parts);
  return { kind: 'characters', set: characterSet(parts) };
}

function readClass(reading: Reading): CharacterSet {
  reading.at += 1;
  const isNegated = reading.source[reading.at] === '^';
  if (isNegated) reading.at += 1;
  const parts: SetParts = { ranges: [], properties: [] };
  while (reading.source[reading.at] !== ']') {
    const first = readMember(reading, parts);
    const isRange = first !== undefined && reading.source[reading.at] === '-' && reading.source[reading.at + 1] !== ']';
    if (!isRange) continue;
    reading.at += 1;
    const last = readMember(reading, parts);
    if (last !== undefined) parts.ranges.push(first, last);
  }
  reading.at += 1;
  return characterSet(parts, isNegated);
}

/** Adds one member of a class to the parts; its code point when it is a single character. */
function readMember(reading: Reading, parts: SetParts): number | undefined {
  const named = reading.source[reading.at] === '\\' ? readNamedSet(reading, parts) : false;
  if (named) return undefined;
  const code = reading.source[reading.at] === '\\' ? readEscapedCharacter(reading) : readCharacter(reading);
  parts.ranges.push(code, code);
  return code;
}

const namedSets: Readonly<Record<string, readonly number[]>> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: blanks,
  S: complement(blanks),
};

function readNamedSet(reading: Reading, parts: SetParts): boolean {
  const sign = reading.source.charAt(reading.at + 1);
  const ranges = Object.hasOwn(namedSets, sign) ? namedSets[sign] : undefined;
  if (ranges !== undefined) {
    reading.at += 2;
    parts.ranges.push(...ranges);
    return true;
  }
  if (sign !== 'p' && sign !== 'P') return false;
  const escape = reading.source.slice(reading.at, reading.source.indexOf('}', reading.at) + 1);
  reading.at += escape.length;
  parts.properties.push(knownProperty(reading.properties, escape));
  return true;
}

function knownProperty(known: KnownProperties, escape: string): Property {
  const found = known.get(escape);
  if (found !== undefined) return found;
  if (known.size >= schemaBounds.patternUnicodePropertiesMax)
    throw new Unsupported(`at most ${schemaBounds.patternUnicodePropertiesMax} different \\p{…} fit into one schema`);
  const property = unicodeProperty(escape);
  known.set(escape, property);
  return property;
}

const controls: Readonly<Record<string, number>> = { 0: 0, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
const hexEscape =
  /\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]+)\}|u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/y;

function readEscapedCharacter(reading: Reading): number {
  const sign = reading.source.charAt(reading.at + 1);
  if (sign === 'c') {
    const letter = reading.source.charCodeAt(reading.at + 2);
    reading.at += 3;
    return letter % 32;
  }
  hexEscape.lastIndex = reading.at;
  const hex = hexEscape.exec(reading.source);
  if (hex !== null) {
    reading.at += hex[0].length;
    const [, byte, point, high, low, unit] = hex;
    if (high !== undefined && low !== undefined)
      return (Number.parseInt(high, 16) - 0xd800) * 0x400 + (Number.parseInt(low, 16) - 0xdc00) + 0x10000;
    return Number.parseInt(byte ?? point ?? unit ?? '', 16);
  }
  reading.at += 1;
  const control = Object.hasOwn(controls, sign) ? controls[sign] : undefined;
  if (control === undefined) return readCharacter(reading);
  reading.at += 1;
  return control;
}

function readCharacter(reading: Reading): number {
  const code = reading.source.codePointAt(reading.at) ?? 0;
  reading.at += code > 0xffff ? 2 : 1;
  return code;
}
