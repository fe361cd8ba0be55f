'use client';

import dynamic from 'next/dynamic';

// Few runs are changed: what does it, and tells of it, is fetched after the run is shown.

/** `ChangeRunButton`, once the page is there. */
export const LateChangeRun = dynamic(() => import('./change-run-button.tsx').then((module) => module.ChangeRunButton), {
  ssr: false,
});

/** `RunChanged`, of use only to a run that was changed. */
export const LateRunChanged = dynamic(() => import('./run-changed.tsx').then((module) => module.RunChanged), {
  ssr: false,
});

/** `AddedSteps`, of use only to a run that was changed. */
export const LateAddedSteps = dynamic(() => import('./added-steps.tsx').then((module) => module.AddedSteps), {
  ssr: false,
});
