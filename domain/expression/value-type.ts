/** What is known beforehand of a value that an expression meets. What is not known is `any`, and anything may be done with it. */

export type ValueType =
  | { kind: 'any' | 'text' | 'number' | 'truth' | 'null' | 'instant' }
  | { kind: 'list'; items: ValueType }
  /** `isClosed`: it has no other fields than these, each of which may be absent. */
  | { kind: 'object'; fields: ReadonlyMap<string, ValueType>; isClosed: boolean };

export const anyType: ValueType = { kind: 'any' };
export const textType: ValueType = { kind: 'text' };
export const numberType: ValueType = { kind: 'number' };
export const truthType: ValueType = { kind: 'truth' };
export const nullType: ValueType = { kind: 'null' };
export const instantType: ValueType = { kind: 'instant' };
export const anyList: ValueType = { kind: 'list', items: anyType };
export const anyObject: ValueType = { kind: 'object', fields: new Map(), isClosed: false };

const words: Record<ValueType['kind'], string> = {
  any: 'anything',
  text: 'a text',
  number: 'a number',
  truth: 'true or false',
  null: 'null',
  instant: 'an instant',
  list: 'a list',
  object: 'an object',
};

/** A type in the words of a sentence. */
export function sayType({ kind }: ValueType): string {
  return words[kind];
}

/** True when a value of the type can have one of these kinds; null stands for whatever is not there. */
export function mayBe({ kind }: ValueType, ...kinds: ValueType['kind'][]): boolean {
  return kind === 'any' || kind === 'null' || kinds.includes(kind);
}

/** What is known of a value that is of one of two types. */
export function eitherType(one: ValueType, other: ValueType): ValueType {
  if (one === other) return one;
  if (one.kind === 'list' && other.kind === 'list') return { kind: 'list', items: eitherType(one.items, other.items) };
  if (one.kind !== other.kind) return anyType;
  return one.kind === 'object' ? anyObject : one;
}

/** What an instant becomes when it is kept: JSON has none. */
export function keptType(type: ValueType): ValueType {
  if (type.kind === 'instant') return textType;
  if (type.kind === 'list') return { kind: 'list', items: keptType(type.items) };
  return type.kind === 'null' ? anyType : type;
}
