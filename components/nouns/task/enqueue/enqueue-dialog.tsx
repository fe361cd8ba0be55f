'use client';

import dynamic from 'next/dynamic';

// Screens with the button do not wait for the form behind it.
export const EnqueueDialog = dynamic(() => import('./enqueue-window.tsx').then(({ EnqueueWindow }) => EnqueueWindow), {
  ssr: false,
});
