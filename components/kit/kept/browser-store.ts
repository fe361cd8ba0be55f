/**
 * Texts that this browser keeps, and who on the page wants to hear of their changes. A store that is full, or that the
 * reader has forbidden, costs the memory of the next visit, never the work on the screen.
 */

// Texts that the browser would not keep, held until the page is left.
const refusedTextsMax = 20;
// Browsers give an origin some five million letters for everything; the draft of a very long definition is one of them.
export const keptLettersMax = 1_000_000;
// Drafts and lists that one browser keeps; more of them nobody comes back to.
export const keptTextsMax = 200;

/** One lives as long as the browser's data, the other as long as the tab. */
export type StoreName = 'localStorage' | 'sessionStorage';

export type BrowserStore = {
  /** The text under a key; null until there is one. */
  read(key: string, name?: StoreName): string | null;
  /** Keeps a text, or none, and tells everybody on the page. */
  keep(key: string, text: string | undefined, name?: StoreName): void;
  /** Forgets every key that a question is answered with true for, in both stores unless one is named. */
  forget(isGone: (key: string) => boolean, only?: StoreName): void;
  /** From now on keeps nothing more under such keys, for as long as the page lives. */
  close(isClosed: (key: string) => boolean): void;
  /** Calls back after every change, also by other tabs of the same browser, until the returned function is called. */
  listen(onChange: () => void): () => void;
};

const names = ['localStorage', 'sessionStorage'] as const;

/** A store over what the browser offers; opening it may throw where the reader allows nothing to be kept. */
export function openBrowserStore(open: (name: StoreName) => Storage): BrowserStore {
  const listeners = new Set<() => void>();
  // What the browser would not keep, for as long as the page lives; null for what it would not forget.
  const refused = new Map<string, string | null>();
  let isClosed: (key: string) => boolean = () => false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const write = (name: StoreName, key: string, text: string | undefined) => {
    const isKept = attempt(() => {
      const store = open(name);
      if (text === undefined) store.removeItem(key);
      else if (!hasRoom(store, { key, text })) return false;
      else store.setItem(key, text);
      return true;
    });
    refused.delete(`${name} ${key}`);
    if (isKept === true) return;
    // What stands there is older than what is on the screen, and must not come back with the next visit.
    attempt(() => open(name).removeItem(key));
    const [oldest] = refused.keys();
    if (refused.size >= refusedTextsMax && oldest !== undefined) refused.delete(oldest);
    refused.set(`${name} ${key}`, text ?? null);
  };
  return {
    read: (key, name = 'localStorage') => {
      const own = refused.get(`${name} ${key}`);
      return own === undefined ? (attempt(() => open(name).getItem(key)) ?? null) : own;
    },
    keep: (key, text, name = 'localStorage') => {
      if (text !== undefined && isClosed(key)) return;
      write(name, key, text);
      tell();
    },
    forget: (isGone, only) => {
      for (const name of only === undefined ? names : [only]) {
        for (const key of keysIn(open, name)) if (isGone(key)) write(name, key, undefined);
        for (const held of refused.keys()) {
          if (held.startsWith(`${name} `) && isGone(held.slice(name.length + 1))) refused.delete(held);
        }
      }
      tell();
    },
    close: (isNowClosed) => {
      isClosed = isNowClosed;
    },
    listen: (onChange) => {
      listeners.add(onChange);
      window.addEventListener('storage', onChange);
      return () => {
        listeners.delete(onChange);
        window.removeEventListener('storage', onChange);
      };
    },
  };
}

function hasRoom(store: Storage, { key, text }: { key: string; text: string }): boolean {
  if (text.length > keptLettersMax) return false;
  return store.length < keptTextsMax || store.getItem(key) !== null;
}

function keysIn(open: (name: StoreName) => Storage, name: StoreName): string[] {
  const keys = attempt(() => {
    const store = open(name);
    return Array.from({ length: store.length }, (_, place) => store.key(place));
  });
  return keys?.filter((key) => key !== null) ?? [];
}

/** What came of it; undefined when the browser keeps nothing, or no more. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    // QuotaExceededError, or SecurityError where keeping is forbidden.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/** The stores of this browser. */
export const browserStore = openBrowserStore((name) => window[name]);
/** The text that is kept for the whole browser under a key. */
export const readKept = (key: string): string | null => browserStore.read(key);
/** Keeps a text for the whole browser. */
export const keep = (key: string, text: string | undefined): void => browserStore.keep(key, text);
/** Calls back after every change. */
export const listenToKept = browserStore.listen;
