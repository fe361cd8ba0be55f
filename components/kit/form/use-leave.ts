'use client';

import { useEffect, useState } from 'react';

export type Leave = {
  isAsking: boolean;
  /** Goes at once when nothing would be lost, else asks first. */
  ask: (go: () => void) => void;
  stay: () => void;
  go: () => void;
};

/** Asks before changes are lost. The browser asks itself before the whole page goes. */
export function useLeave(isDirty: boolean): Leave {
  const [way, setWay] = useState<{ go: () => void }>();
  useEffect(() => {
    if (!isDirty) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, [isDirty]);
  return {
    isAsking: way !== undefined,
    ask: (go) => (isDirty ? setWay({ go }) : go()),
    stay: () => setWay(undefined),
    go: () => {
      setWay(undefined);
      way?.go();
    },
  };
}
