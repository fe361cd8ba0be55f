'use client';

import { useSearchParams } from 'next/navigation';
import { usePath } from './tenant-context.tsx';
import { withParams } from './url-params.ts';

export type UrlChanges = Record<string, string | undefined>;

export type Url = {
  search: URLSearchParams;
  /** The path of a link that changes only these. */
  hrefWith: (changes: UrlChanges) => string;
  /** Changes the address without asking the server. `push` makes a step to go back to. */
  change: (changes: UrlChanges, mode?: 'replace' | 'push') => void;
};

/** The parameters of the address: filters, tab, selection, window and zone live there. */
export function useUrl(): Url {
  const search = useSearchParams();
  const path = usePath();
  return {
    search,
    hrefWith: (changes) => path + withParams(search.toString(), changes),
    change: (changes, mode = 'replace') => {
      // Read anew: two changes within one event must not undo each other.
      const href = window.location.pathname + withParams(window.location.search, changes);
      if (mode === 'push') window.history.pushState(null, '', href);
      else window.history.replaceState(null, '', href);
    },
  };
}

/** One parameter that is one of a few words; the first word is meant when it is missing. */
export function useUrlChoice<Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): [Value, (value: Value) => void] {
  const { search, change } = useUrl();
  const text = search.get(name);
  const value = values.find((one) => one === text) ?? values[0];
  return [value, (next) => change({ [name]: next === values[0] ? undefined : next })];
}
