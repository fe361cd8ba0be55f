'use client';

import { useEffect, useEffectEvent, useState } from 'react';

const usualGapMs = 500;

/** Reads again when something happened: at once for the first event, then at most once per gap while more come. */
export function useRefresh(read: () => unknown, gapMs = usualGapMs): () => void {
  const [asked, setAsked] = useState(0);
  const [answered, setAnswered] = useState({ count: 0, atMs: 0 });
  const refresh = useEffectEvent(read);

  useEffect(() => {
    if (asked === answered.count) return;
    const waitMs = Math.max(0, answered.atMs + gapMs - Date.now());
    const timer = setTimeout(() => {
      setAnswered({ count: asked, atMs: Date.now() });
      refresh();
    }, waitMs);
    return () => clearTimeout(timer);
  }, [asked, answered, gapMs]);

  return () => setAsked((count) => count + 1);
}
