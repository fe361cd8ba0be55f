/** Ends every switch over a union: reaching it is a bug, so it throws. */
export function unreachable(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}

/** A bug is asserted: the unit of work rolls back, the process lives. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${what}`);
}
