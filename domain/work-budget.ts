/**
 * Work that a tenant's input may multiply is paid for by its amount, not by its time: the same input costs the
 * same on every machine, so what was accepted once is accepted again. A cost of one is some ten nanoseconds of a core.
 */

/** What is left to spend. */
export type WorkBudget = { left: number };

// Thrown out of deep recursion and caught by the one function that gave the budget; a stack would cost more than the work.
const exhausted = Object.freeze({ kind: 'the budget is used up' });

/** Pays for work that is about to be done. */
export function spend(budget: WorkBudget, count: number): void {
  budget.left -= count;
  if (budget.left < 0) throw exhausted;
}

/** Does the work for at most `costMax`. Undefined when that did not suffice. */
export function withBudget<T>(
  costMax: number,
  work: (budget: WorkBudget) => T,
): { value: T | undefined; isDone: boolean; spent: number } {
  const budget: WorkBudget = { left: costMax };
  try {
    const value = work(budget);
    return { value, isDone: true, spent: costMax - budget.left };
  } catch (fault) {
    if (fault !== exhausted) throw fault;
    return { value: undefined, isDone: false, spent: costMax };
  }
}
