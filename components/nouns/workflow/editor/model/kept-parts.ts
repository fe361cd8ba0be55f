/**
 * A new value with everything of the old one that says the same, so that what did not change is the same object: what is
 * drawn of it need not be drawn again.
 */
export function withKeptParts<Value>(before: unknown, after: Value): Value;
export function withKeptParts(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) {
    const kept = after.map((item, index) => withKeptParts(before[index], item));
    return isSameList(before, kept) ? before : kept;
  }
  if (before instanceof Map && after instanceof Map) {
    const kept = [...after].map(([key, value]) => [key, withKeptParts(before.get(key), value)] as const);
    return isSameList([...before].flat(), kept.flat()) ? before : new Map(kept);
  }
  if (isPlain(before) && isPlain(after)) {
    const [known, names] = [Object.keys(before), Object.keys(after)];
    const kept = names.map((name) => withKeptParts(fieldOf(before, name), after[name]));
    const isSame = isSameList(known, names) && names.every((name, place) => Object.is(kept[place], before[name]));
    return isSame ? before : Object.fromEntries(names.map((name, place) => [name, kept[place]]));
  }
  return after;
}

type Fields = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function fieldOf(value: Fields, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isSameList(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((item, index) => Object.is(item, after[index]));
}
