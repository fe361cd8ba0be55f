'use client';

import { useState } from 'react';
import { chosenTenant } from '#components/api/chosen-tenant.ts';

type Store = 'localStorage' | 'sessionStorage';

/** A text that the browser keeps for the tenant that is entered, and how to change it. */
export function useKept(store: Store, name: string, first: string): [string, (text: string) => void] {
  const [key] = useState(() => `taskflow-${name} ${chosenTenant() ?? ''}`);
  const [text, setText] = useState(() => window[store].getItem(key) ?? first);
  const keep = (next: string) => {
    setText(next);
    try {
      window[store].setItem(key, next);
    } catch (error) {
      // A full or forbidden store costs the memory, not the work on the screen.
      if (!(error instanceof DOMException)) throw error;
    }
  };
  return [text, keep];
}
