'use client';

import dynamic from 'next/dynamic';

/** The same, fetched when something waits for a worker: most that is looked at does not. */
export const LateLastHeard = dynamic(() => import('./last-heard.tsx').then((module) => module.LastHeard), {
  ssr: false,
});
