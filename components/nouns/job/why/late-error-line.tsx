'use client';

import dynamic from 'next/dynamic';

/** `ToldErrorLine`, whose words only a screen needs on which something has failed. */
export const LateErrorLine = dynamic(() => import('./told-error-line.tsx').then((module) => module.ToldErrorLine), {
  ssr: false,
});
