'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { Past } from './use-past.ts';

/** How many events pass in a second. */
export const playSpeeds = ['2', '10', '50'] as const;
type PlaySpeed = (typeof playSpeeds)[number];

export type Playing = {
  isOn: boolean;
  speed: PlaySpeed;
  setSpeed: (speed: PlaySpeed) => void;
  toggle: () => void;
  stop: () => void;
};

// A large graph is not drawn more often than this; faster than it, several events pass at once.
const frameMsMin = 100;

/** Moves on by itself, until the end or somebody stops it. */
export function usePlay({ seq, lastSeq, goTo }: Pick<Past, 'seq' | 'lastSeq' | 'goTo'>): Playing {
  const [isAsked, setAsked] = useState(false);
  const [speed, setSpeed] = useState<PlaySpeed>('2');
  const isOn = isAsked && seq < lastSeq;
  const frameMs = Math.max(frameMsMin, 1_000 / Number(speed));
  const step = Math.round((Number(speed) * frameMs) / 1_000);
  const goOn = useEffectEvent(() => goTo(seq + step));
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(goOn, frameMs);
    return () => clearInterval(timer);
  }, [isOn, frameMs]);
  return {
    ...{ isOn, speed, setSpeed },
    toggle: () => {
      setAsked(!isOn);
      if (!isOn && seq === lastSeq) goTo(0);
    },
    stop: () => setAsked(false),
  };
}
