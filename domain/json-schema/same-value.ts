/** When two JSON values are the same, and whether a list holds one twice. Nothing here compares every pair. */
import { isJsonObject, type Json } from '#domain/json.ts';
import { type Steps, spend } from '#domain/steps.ts';

// Characters are compared and copied many at a time.
function stepsOf(text: string): number {
  return text.length >> 5;
}

// To find an item again it is put into a hash table.
const itemSteps = 16;

/** True when both are the same value; the order of properties does not matter. */
export function isSame(one: Json, other: Json, steps: Steps): boolean {
  spend(steps, 1);
  if (typeof one === 'string' && typeof other === 'string') {
    if (one.length !== other.length) return false;
    spend(steps, stepsOf(one));
    return one === other;
  }
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, n) => isSame(item, other[n] ?? null, steps))
    );
  if (!isJsonObject(one) || !isJsonObject(other)) return one === other;
  const names = Object.keys(one);
  spend(steps, 2 * names.length);
  if (!names.every((name) => Object.hasOwn(other, name))) return false;
  const count = Object.keys(other).length;
  spend(steps, 2 * count);
  return names.length === count && names.every((name) => isSame(one[name] ?? null, other[name] ?? null, steps));
}

/** The places of two items that are the same; undefined when all differ. */
export function findTwins(list: readonly Json[], steps: Steps): { first: number; second: number } | undefined {
  spend(steps, itemSteps * list.length);
  const scalars = new Map<Json, number>();
  const others = new Map<string, number>();
  for (const [second, item] of list.entries()) {
    const isScalar = typeof item !== 'object' || item === null;
    if (isScalar && typeof item === 'string') spend(steps, stepsOf(item));
    const text = isScalar ? '' : canonicalText(item, steps);
    const first = isScalar ? scalars.get(item) : others.get(text);
    if (first !== undefined) return { first, second };
    if (isScalar) scalars.set(item, second);
    else others.set(text, second);
  }
  return undefined;
}

/** The same text for the same value, whatever the order of its properties. */
function canonicalText(value: Json, steps: Steps): string {
  spend(steps, 4);
  if (typeof value === 'string') spend(steps, value.length >> 3);
  if (Array.isArray(value)) return paid(`[${value.map((item) => canonicalText(item, steps)).join(',')}]`, steps);
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value);
  spend(steps, names.length * 8);
  const fields = names.sort().map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null, steps)}`);
  return paid(`{${fields.join(',')}}`, steps);
}

// Each level of nesting copies the text of the levels below it.
function paid(text: string, steps: Steps): string {
  spend(steps, stepsOf(text));
  return text;
}
