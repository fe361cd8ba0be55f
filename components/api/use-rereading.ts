'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { oneAtATime, type Rereading } from './one-at-a-time.ts';

type Parts<Read> = {
  /** Changes when something else is meant; what is still on its way for the one before is then not taken. */
  key: string;
  read: () => Promise<Read>;
  take: (read: Read) => void;
};

/** Reads at once and whenever the returned function is called, however fast that is. */
export function useRereading<Read>({ key, read, take }: Parts<Read>): () => void {
  const current = useRef<Rereading>(null);
  const readNow = useEffectEvent(read);
  const takeNow = useEffectEvent(take);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another key asks for something else
  useEffect(() => {
    let isCurrent = true;
    const own = oneAtATime(async () => {
      const answer = await readNow();
      if (isCurrent) takeNow(answer);
    });
    current.current = own;
    own.ask();
    return () => {
      isCurrent = false;
      own.stop();
    };
  }, [key]);

  return () => current.current?.ask();
}
