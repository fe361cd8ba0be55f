/** Texts that this browser keeps, and who on the page wants to hear of their changes. */

const listeners = new Set<() => void>();

/** The text under a key; null until there is one. */
export function readKept(key: string): string | null {
  return window.localStorage.getItem(key);
}

/** Keeps a text and tells everybody on the page. */
export function keep(key: string, text: string): void {
  window.localStorage.setItem(key, text);
  for (const listener of listeners) listener();
}

/** Calls back after every change, also by other tabs of the same browser, until the returned function is called. */
export function listenToKept(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}
