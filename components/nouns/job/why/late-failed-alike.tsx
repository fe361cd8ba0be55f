'use client';

import dynamic from 'next/dynamic';

/** `FailedAlike`, which is read after the error that it speaks of and must not hold it up. */
export const LateFailedAlike = dynamic(() => import('./failed-alike.tsx').then((module) => module.FailedAlike), {
  ssr: false,
});
