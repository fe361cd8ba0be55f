'use client';

import dynamic from 'next/dynamic';

/** `RunWaits`, of use only to a run in which several steps wait and none is at work. */
export const LateRunWaits = dynamic(() => import('./run-waits.tsx').then((module) => module.RunWaits), { ssr: false });
