/** Whether comparisons that must all hold can hold together. */

/** What is said of a value that is read: `of` names it, and it stands left of the sign. */
export type Limit = { of: string; sign: '<' | '<=' | '>' | '>=' | '=='; value: number | string };

/** True when no value keeps to all the limits that are set to it. */
export function isContradiction(limits: readonly Limit[]): boolean {
  const groups = Map.groupBy(limits, ({ of }) => of);
  return [...groups.values()].some((own) => own.length > 1 && !canHold(own));
}

function canHold(limits: readonly Limit[]): boolean {
  const equal = limits.filter(({ sign }) => sign === '==');
  const [first] = equal;
  if (first !== undefined && equal.some(({ value }) => value !== first.value)) return false;
  const numbers = limits.flatMap(({ sign, value }) => (typeof value === 'number' ? [{ sign, value }] : []));
  if (first !== undefined) {
    const { value } = first;
    return typeof value !== 'number' || numbers.every((limit) => keeps(value, limit));
  }
  const below = numbers.filter(({ sign }) => sign === '<' || sign === '<=');
  const above = numbers.filter(({ sign }) => sign === '>' || sign === '>=');
  return below.every((most) => above.every((least) => leavesRoom(least, most)));
}

type NumberLimit = { sign: Limit['sign']; value: number };

function leavesRoom(least: NumberLimit, most: NumberLimit): boolean {
  if (least.sign === '>=' && most.sign === '<=') return least.value <= most.value;
  return least.value < most.value;
}

function keeps(value: number, limit: NumberLimit): boolean {
  switch (limit.sign) {
    case '<':
      return value < limit.value;
    case '<=':
      return value <= limit.value;
    case '>':
      return value > limit.value;
    case '>=':
      return value >= limit.value;
    default:
      return value === limit.value;
  }
}
