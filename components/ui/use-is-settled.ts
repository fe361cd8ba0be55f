'use client';

import { useEffect, useState } from 'react';

// By then the screen that was asked for has what it needs, and the way to the next one may be prepared.
const settledMs = 500;

/** True once the first screen has had the browser to itself for a moment. */
export function useIsSettled(): boolean {
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSettled(true), settledMs);
    return () => clearTimeout(timer);
  }, []);
  return isSettled;
}

/** True once the browser has painted what was there at first. */
export function useIsPainted(): boolean {
  const [isPainted, setIsPainted] = useState(false);
  useEffect(() => {
    // The first frame begins before what it paints; with the second that is on the screen.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setIsPainted(true));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return isPainted;
}
