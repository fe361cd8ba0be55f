'use client';

import { useEffect, useState } from 'react';
import { useOwner, useOwnText } from './use-own-text.ts';

type Keep = (text: string | undefined) => void;

/**
 * A text under work, kept for as long as the tab lasts. What is typed before it is known who is signed in is held back
 * until it is: a page that is open can be written on.
 */
export function useOwnWriting(what: string): [text: string | null, keep: Keep] {
  const isKnown = useOwner() !== undefined;
  const [text, keep] = useOwnText(what, 'sessionStorage');
  const [wasKnown, setWasKnown] = useState(isKnown);
  const [early, setEarly] = useState<string>();
  // Whoever comes after a sign-out is somebody else, and gets nothing that was typed before them.
  if (isKnown && !wasKnown) setWasKnown(true);

  useEffect(() => {
    if (!isKnown || early === undefined) return;
    keep(early);
    setEarly(undefined);
  }, [isKnown, early, keep]);

  const write: Keep = (next) => {
    if (isKnown) keep(next);
    else if (!wasKnown) setEarly(next);
  };
  return [early ?? text, write];
}
