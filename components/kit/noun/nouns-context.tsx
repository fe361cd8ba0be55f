'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Noun } from './noun.ts';

const NounsContext = createContext<readonly Noun[]>([]);

/** Tells everything below which nouns the product has, in the order of the navigation. */
export function NounsProvider({ nouns, children }: { nouns: readonly Noun[]; children: ReactNode }) {
  return <NounsContext value={nouns}>{children}</NounsContext>;
}

/** The nouns of the product, in the order of the navigation. */
export function useNouns(): readonly Noun[] {
  return use(NounsContext);
}
