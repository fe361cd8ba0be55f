'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { oneAtATime, type Rereading } from './one-at-a-time.ts';

type Parts<Read> = {
  /** Changes when something else is meant; what is on its way for the one before is given up. Undefined reads nothing. */
  key: string | undefined;
  read: (signal: AbortSignal) => Promise<Read>;
  take: (read: Read) => void;
};

/** Reads at once and whenever the returned function is called, however fast that is. */
export function useRereading<Read>({ key, read, take }: Parts<Read>): () => void {
  const current = useRef<Rereading>(null);
  const readNow = useEffectEvent(read);
  const takeNow = useEffectEvent(take);

  useEffect(() => {
    if (key === undefined) return;
    const given = new AbortController();
    const own = oneAtATime(async () => {
      const answer = await readNow(given.signal);
      if (!given.signal.aborted) takeNow(answer);
    });
    current.current = own;
    own.ask();
    return () => {
      given.abort();
      own.stop();
    };
  }, [key]);

  return () => current.current?.ask();
}
