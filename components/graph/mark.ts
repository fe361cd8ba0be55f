'use client';

/** Which one of many is meant: chosen, reached by the keyboard, pointed at. Only the two that change hear of it. */
import { createContext, use, useSyncExternalStore } from 'react';

/** One key or thing, or none, and those who want to hear when it changes. */
export class Mark<Key = string> {
  #key: Key | undefined;
  readonly #listeners = new Set<() => void>();

  readonly get = (): Key | undefined => this.#key;

  readonly set = (key: Key | undefined): void => {
    if (key === this.#key) return;
    this.#key = key;
    for (const listener of this.#listeners) listener();
  };

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** Whether the mark lies on this one. */
export function useIsMarked(mark: Mark, key: string): boolean {
  return useSyncExternalStore(
    mark.listen,
    () => mark.get() === key,
    () => false,
  );
}

/** What the mark lies on. */
export function useMarked<Key>(mark: Mark<Key>): Key | undefined {
  return useSyncExternalStore(mark.listen, mark.get, () => undefined);
}

const HoverContext = createContext<Mark>(new Mark());

/** The step pointed at: every view of a run shows it. */
export const HoverProvider = HoverContext;

/** The mark of the step pointed at, by its id in the definition. */
export function useHover(): Mark {
  return use(HoverContext);
}
