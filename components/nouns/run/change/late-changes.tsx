'use client';

import dynamic from 'next/dynamic';

// Whoever opens a run looks at it first; what opens a window is fetched when it is shown.

/** `RunChoices`, once the page is there. */
export const LateRunChoices = dynamic(() => import('./run-choices.tsx').then((module) => module.RunChoices), {
  ssr: false,
});

/** `RunChanged`, of use only to a run that was changed. */
export const LateRunChanged = dynamic(() => import('./run-changed.tsx').then((module) => module.RunChanged), {
  ssr: false,
});
