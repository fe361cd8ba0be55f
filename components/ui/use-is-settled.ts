'use client';

import { useEffect, useState } from 'react';

// By then the screen that was asked for has what it needs, and the way to the next one may be prepared.
const settledMs = 500;
const idleMsMax = 2_000;

/** True once the first screen has had the browser to itself for a moment. */
export function useIsSettled(): boolean {
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    let stop = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      stop = whenIdle(() => setIsSettled(true));
    }, settledMs);
    return () => stop();
  }, []);
  return isSettled;
}

// A page that has much to draw is drawn first; not every browser tells when it is idle.
function whenIdle(then: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    then();
    return () => undefined;
  }
  const asked = requestIdleCallback(then, { timeout: idleMsMax });
  return () => cancelIdleCallback(asked);
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
