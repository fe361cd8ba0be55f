'use client';

import dynamic from 'next/dynamic';

/** `ConfirmDialog` for a screen whose first sight must not wait for it: it is fetched when it is shown. */
export const LateConfirmDialog = dynamic(() => import('./confirm-dialog.tsx').then((module) => module.ConfirmDialog), {
  ssr: false,
});
