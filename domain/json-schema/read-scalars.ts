/** Keywords about single values: kinds, fixed values, numbers and texts. */
import { schemaBounds } from '#domain/bounds/schema.ts';
import { type Program, readPattern } from '#domain/pattern/program.ts';
import type { Json } from '#domain/value/json.ts';
import { formats, refusedFormat } from './formats.ts';
import type { CheckedKeyword } from './keywords.ts';
import { type NumberCheck, typeBits } from './plan.ts';
import { countAt, type Place, type Reader, type Reading, refuseAt, shown } from './reading.ts';

const typeWords: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  number: 'a number',
  string: 'a string',
  integer: 'an integer',
};

const enumShownMax = 8;

export const scalarReaders = {
  type: readType,
  const: ({ plan }, value) => {
    plan.own.push({ kind: 'enum', ...membersOf([value]), expected: `must be ${shown(value)}` });
  },
  enum: readEnum,
  minimum: numberReader('from', 'must be at least'),
  exclusiveMinimum: numberReader('above', 'must be more than'),
  maximum: numberReader('to', 'must be at most'),
  exclusiveMaximum: numberReader('below', 'must be less than'),
  multipleOf: ({ reading, plan }, value, path) => {
    if (typeof value === 'number' && value > 0)
      plan.numbers.push({ kind: 'multiple', of: value, expected: `must be a multiple of ${value}` });
    else refuseAt(reading, path, 'multipleOf is a number above 0');
  },
  minLength: (place, value, path) => {
    const bound = countAt(place, value, path);
    if (bound !== undefined)
      place.plan.texts.push({ kind: 'length from', bound, expected: `must have at least ${characters(bound)}` });
  },
  maxLength: (place, value, path) => {
    const bound = countAt(place, value, path);
    if (bound !== undefined)
      place.plan.texts.push({ kind: 'length to', bound, expected: `must have at most ${characters(bound)}` });
  },
  pattern: ({ reading, plan }, value, path) => {
    const program = programAt(reading, value, path);
    if (program === undefined) return;
    plan.texts.push({ kind: 'pattern', program, expected: `must match the pattern ${shown(value)}` });
  },
  format: ({ reading, plan }, value, path) => {
    const format = typeof value === 'string' ? formats.get(value) : undefined;
    if (format !== undefined) plan.texts.push({ kind: 'format', ...format });
    else refuseAt(reading, path, typeof value === 'string' ? refusedFormat(value) : 'format is a name');
  },
} as const satisfies Partial<Record<CheckedKeyword, Reader>>;

/** The program of a pattern; undefined after a refusal. A pattern that comes again is read once. */
export function programAt(reading: Reading, source: Json, path: string[]): Program | undefined {
  if (typeof source !== 'string') {
    refuseAt(reading, path, 'a pattern is a text');
    return undefined;
  }
  const known = reading.patterns.get(source);
  const isTooMuch = known === undefined && reading.patternSize > schemaBounds.patternSizePerSchemaMax;
  const program = known ?? (isTooMuch ? tooLargeTogether : readPattern(source, reading.properties));
  if (typeof program === 'string') {
    refuseAt(reading, path, program);
    return undefined;
  }
  if (known === undefined) reading.patternSize += program.instructions.length;
  reading.patterns.set(source, program);
  return program;
}

const tooLargeTogether = `the patterns of this schema are too large together: with their repetitions written out, those before this one have more than ${schemaBounds.patternSizePerSchemaMax} places; use minLength and maxLength for lengths`;

function readType({ reading, plan }: Place, value: Json, path: string[]): void {
  const names = Array.isArray(value) ? value : [value];
  let mask = 0;
  for (const name of names) {
    const bit = typeof name === 'string' && Object.hasOwn(typeBits, name) ? typeBits[name] : undefined;
    if (bit === undefined) {
      refuseAt(reading, path, `${shown(name)} is no type; there are ${Object.keys(typeBits).join(', ')}`);
      return;
    }
    mask |= bit;
  }
  if (mask === 0) {
    refuseAt(reading, path, 'a list of types holds at least one');
    return;
  }
  const words = names.map((name) => typeWords[String(name)] ?? '');
  plan.own.push({ kind: 'type', mask, expected: `must be ${words.join(' or ')}` });
}

function readEnum({ reading, plan }: Place, value: Json, path: string[]): void {
  if (!Array.isArray(value) || value.length === 0) {
    refuseAt(reading, path, 'enum is a list of the values that are allowed, with at least one');
    return;
  }
  const more = value.length > enumShownMax ? `, … (${value.length} values)` : '';
  const expected = `must be one of ${value.slice(0, enumShownMax).map(shown).join(', ')}${more}`;
  plan.own.push({ kind: 'enum', ...membersOf(value), expected });
}

function membersOf(values: readonly Json[]): { scalars: Set<Json>; others: Json[] } {
  const isScalar = (value: Json) => typeof value !== 'object' || value === null;
  return { scalars: new Set(values.filter(isScalar)), others: values.filter((value) => !isScalar(value)) };
}

type BoundKind = Exclude<NumberCheck['kind'], 'multiple'>;

function numberReader(kind: BoundKind, words: string): Reader {
  return ({ reading, plan }, value, path) => {
    if (typeof value === 'number') plan.numbers.push({ kind, bound: value, expected: `${words} ${value}` });
    else
      refuseAt(
        reading,
        path,
        `${path.at(-1)} is a number${typeof value === 'boolean' ? ': write the bound itself here' : ''}`,
      );
  };
}

function characters(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`;
}
