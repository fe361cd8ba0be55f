'use client';

import dynamic from 'next/dynamic';

// Screens with a start button do not wait for the form behind it.
export const VariablesDialog = dynamic(
  () => import('./variables-window.tsx').then(({ VariablesWindow }) => VariablesWindow),
  {
    ssr: false,
  },
);
