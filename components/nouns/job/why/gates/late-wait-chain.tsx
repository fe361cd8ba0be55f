'use client';

import dynamic from 'next/dynamic';

/** `WaitChain`, which only what waits has. */
export const LateWaitChain = dynamic(() => import('./wait-chain.tsx').then((module) => module.WaitChain), {
  ssr: false,
});
