'use client';

import { useEffect, useEffectEvent, useState } from 'react';

/**
 * A part of a screen that is fetched when it is wanted; undefined until it is there. It keeps the types of its props.
 * React's own way holds back what comes shortly after its stand-in by a third of a second.
 */
export function useLate<Part>(load: () => Promise<Part>, isWanted: boolean): Part | undefined {
  const [known, setKnown] = useState<{ part: Part } | { fault: unknown }>();
  const take = useEffectEvent((part: Part) => setKnown({ part }));
  const fail = useEffectEvent((fault: unknown) => setKnown({ fault }));
  const start = useEffectEvent(() => void load().then(take, fail));
  useEffect(() => {
    if (isWanted) start();
  }, [isWanted]);
  // The boundary of the screen says what went wrong, and offers to try again.
  if (known !== undefined && 'fault' in known) throw known.fault;
  return known?.part;
}
