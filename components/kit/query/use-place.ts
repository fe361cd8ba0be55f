'use client';

import { useSearchParams } from 'next/navigation';
import { type ListPlace, readPlace, writePlace } from './query-address.ts';

export type PlaceOfList = ListPlace & {
  /** Asks for something else; going back asks for what was asked before. */
  ask: (query: string) => void;
  /** Looks into a row, or into none. */
  look: (row: string | undefined) => void;
  /** The row that the address says is looked into, drawn already or not. */
  lookedInto: () => string | undefined;
};

/** What the address says of a list, and how to change it without asking the server for a page. */
export function usePlace(): PlaceOfList {
  return {
    ...readPlace(useSearchParams()),
    ask: (query) => {
      if (query !== placeNow().query) window.history.pushState(null, '', addressOf({ query, peek: undefined }));
    },
    look: (peek) => window.history.replaceState(null, '', addressOf({ query: placeNow().query, peek })),
    lookedInto: () => placeNow().peek,
  };
}

// Read anew at each act: keys come faster than pictures, and the second must know what the first asked for.
function placeNow(): ListPlace {
  return readPlace(new URLSearchParams(window.location.search));
}

// The page stays, and with it the tenant.
function addressOf(place: ListPlace): string {
  return writePlace(window.location.pathname, new URLSearchParams(window.location.search), place);
}
