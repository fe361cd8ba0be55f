/**
 * Work that a tenant's input may multiply is counted in steps, not in time: the same input costs the same on every
 * machine, so what was accepted once is accepted again. A step is some ten nanoseconds of one core.
 */

/** What is left to spend. */
export type Steps = { left: number };

// Thrown out of deep recursion and caught by the one function that lent the steps; a stack would cost more than the work.
const exhausted = Object.freeze({ kind: 'steps are used up' });

/** Pays for work that is about to be done. */
export function spend(steps: Steps, count: number): void {
  steps.left -= count;
  if (steps.left < 0) throw exhausted;
}

/** Does the work with at most `stepsMax` steps. Undefined when they did not suffice. */
export function withSteps<T>(
  stepsMax: number,
  work: (steps: Steps) => T,
): { value: T | undefined; isDone: boolean; spent: number } {
  const steps: Steps = { left: stepsMax };
  try {
    const value = work(steps);
    return { value, isDone: true, spent: stepsMax - steps.left };
  } catch (fault) {
    if (fault !== exhausted) throw fault;
    return { value: undefined, isDone: false, spent: stepsMax };
  }
}
