/** When two JSON values are the same, and whether a list holds one twice. Nothing here compares every pair. */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { spend, type WorkBudget } from '#domain/work-budget.ts';

// Characters are compared and copied many at a time.
function costOf(text: string): number {
  return text.length >> 5;
}

// To find an item again it is put into a hash table.
const itemCost = 16;

/** True when both are the same value; the order of properties does not matter. */
export function isSame(one: Json, other: Json, budget: WorkBudget): boolean {
  spend(budget, 1);
  if (typeof one === 'string' && typeof other === 'string') {
    if (one.length !== other.length) return false;
    spend(budget, costOf(one));
    return one === other;
  }
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, n) => isSame(item, other[n] ?? null, budget))
    );
  if (!isJsonObject(one) || !isJsonObject(other)) return one === other;
  const names = Object.keys(one);
  spend(budget, 2 * names.length);
  if (!names.every((name) => Object.hasOwn(other, name))) return false;
  const count = Object.keys(other).length;
  spend(budget, 2 * count);
  return names.length === count && names.every((name) => isSame(one[name] ?? null, other[name] ?? null, budget));
}

/** The places of two items that are the same; undefined when all differ. */
export function findTwins(list: readonly Json[], budget: WorkBudget): { first: number; second: number } | undefined {
  spend(budget, itemCost * list.length);
  const scalars = new Map<Json, number>();
  const others = new Map<string, number>();
  for (const [second, item] of list.entries()) {
    const isScalar = typeof item !== 'object' || item === null;
    if (isScalar && typeof item === 'string') spend(budget, costOf(item));
    const text = isScalar ? '' : canonicalText(item, budget);
    const first = isScalar ? scalars.get(item) : others.get(text);
    if (first !== undefined) return { first, second };
    if (isScalar) scalars.set(item, second);
    else others.set(text, second);
  }
  return undefined;
}

/** The same text for the same value, whatever the order of its properties. */
function canonicalText(value: Json, budget: WorkBudget): string {
  spend(budget, 4);
  if (typeof value === 'string') spend(budget, value.length >> 3);
  if (Array.isArray(value)) return paid(`[${value.map((item) => canonicalText(item, budget)).join(',')}]`, budget);
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value);
  spend(budget, names.length * 8);
  const fields = names.sort().map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null, budget)}`);
  return paid(`{${fields.join(',')}}`, budget);
}

// Each level of nesting copies the text of the levels below it.
function paid(text: string, budget: WorkBudget): string {
  spend(budget, costOf(text));
  return text;
}
