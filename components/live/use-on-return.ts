'use client';

import { useEffect, useEffectEvent } from 'react';
import { useFeedIfAny } from './feed-context.tsx';

/** Calls back when the browser is on its network again, and when the live connection is. */
export function useOnReturn(act: () => void): void {
  const feed = useFeedIfAny();
  const again = useEffectEvent(act);

  useEffect(() => {
    let kind = feed?.state().kind;
    const hear = () => {
      const before = kind;
      kind = feed?.state().kind;
      if (kind === 'live' && before !== 'live') again();
    };
    const onLine = () => again();
    window.addEventListener('online', onLine);
    const stop = feed?.listen(hear);
    return () => {
      window.removeEventListener('online', onLine);
      stop?.();
    };
  }, [feed]);
}
