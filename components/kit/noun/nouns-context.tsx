'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Noun } from './noun.ts';
import type { NamesOf } from './noun-names.ts';

/** The nouns of the product, in the order of the navigation, and how to find out what their things are called. */
export type Nouns = { nouns: readonly Noun[]; readNames: () => Promise<readonly NamesOf[]> };

const NounsContext = createContext<Nouns>({ nouns: [], readNames: async () => [] });

/** Tells everything below which nouns there are. */
export function NounsProvider({ given, children }: { given: Nouns; children: ReactNode }) {
  return <NounsContext value={given}>{children}</NounsContext>;
}

/** Which nouns there are. */
export function useNouns(): Nouns {
  return use(NounsContext);
}
