'use client';

import { useEffect, useState } from 'react';
import type { JsonObject } from '#domain/value/json.ts';
import { askDoor } from './link-door.ts';

/** What stands behind the link of the page. */
export type OpenedLink =
  | { kind: 'reading' }
  | { kind: 'dead'; sentence: string }
  | { kind: 'open'; secret: string; offer: JsonObject };

/** Reads what the link of this page promises, at the door that opens such links. */
export function useLink(door: string): OpenedLink {
  const [link, setLink] = useState<OpenedLink>({ kind: 'reading' });
  useEffect(() => {
    let isLeft = false;
    const read = async () => {
      const secret = window.location.hash.slice(1);
      const told = await askDoor(door, { secret });
      if (isLeft) return;
      setLink(told.ok ? { kind: 'open', secret, offer: told.body } : { kind: 'dead', sentence: told.sentence });
    };
    void read();
    // Another link in the same tab changes nothing but what stands behind the #.
    const again = () => void read();
    window.addEventListener('hashchange', again);
    return () => {
      isLeft = true;
      window.removeEventListener('hashchange', again);
    };
  }, [door]);
  return link;
}
