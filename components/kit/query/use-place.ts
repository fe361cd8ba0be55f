'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ListPlace, readPlace, writePlace } from './query-address.ts';

export type PlaceOfList = ListPlace & {
  /** Asks for something else; going back asks for what was asked before. */
  ask: (query: string) => void;
  /** Looks into a row, or into none. */
  look: (row: string | undefined) => void;
};

/** What the address says of a list, and how to change it without asking the server for a page. */
export function usePlace(): PlaceOfList {
  const search = useSearchParams();
  const path = usePathname();
  const place = readPlace(search);
  return {
    ...place,
    ask: (query) => {
      const address = writePlace(path, search, { query, peek: undefined });
      if (query !== place.query) window.history.pushState(null, '', address);
    },
    look: (peek) => window.history.replaceState(null, '', writePlace(path, search, { query: place.query, peek })),
  };
}
