'use client';

import { useSearchParams } from 'next/navigation';
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
  const place = readPlace(search);
  return {
    ...place,
    ask: (query) => {
      if (query !== place.query) window.history.pushState(null, '', addressOf(search, { query, peek: undefined }));
    },
    look: (peek) => window.history.replaceState(null, '', addressOf(search, { query: place.query, peek })),
  };
}

// The page stays, and with it the tenant.
function addressOf(search: URLSearchParams, place: ListPlace): string {
  return writePlace(window.location.pathname, search, place);
}
