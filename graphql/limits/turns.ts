/** Turns of the event loop: whatever else waits for it goes first. */

/** Kept once everything that was waiting has had its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
