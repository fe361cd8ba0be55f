'use client';

import { useEffect, useEffectEvent, useState } from 'react';

/** A part of a screen that is fetched when it is wanted; undefined until it is there. It keeps the types of its props. */
export function useLate<Part>(load: () => Promise<Part>, isWanted: boolean): Part | undefined {
  const [known, setKnown] = useState<{ part: Part }>();
  const take = useEffectEvent((part: Part) => setKnown({ part }));
  const start = useEffectEvent(() => void load().then(take));
  useEffect(() => {
    if (isWanted) start();
  }, [isWanted]);
  return known?.part;
}
