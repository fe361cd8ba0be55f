/** What this page did itself: whoever shows something reads it again after each act, whether an event tells of it or not. */

const listeners = new Set<() => void>();

/** Calls back after every mutation until the returned function is called. */
export function listenToActs(onAct: () => void): () => void {
  listeners.add(onAct);
  return () => listeners.delete(onAct);
}

/** A mutation has been answered. */
export function tellOfAct(): void {
  for (const listener of listeners) listener();
}
