'use client';

import dynamic from 'next/dynamic';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useIsSettled } from '#components/ui/use-is-settled.ts';

// Whoever opens a run looks at it first; what opens a window is fetched when it is shown.

const RunChoices = dynamic(() => import('./run-choices.tsx').then((module) => module.RunChoices), { ssr: false });

/** `RunChoices`, once the page is there. */
export function LateRunChoices({ run }: { run: RunDetails }) {
  return useIsSettled() && <RunChoices run={run} />;
}

/** `RunChanged`, of use only to a run that was changed. */
export const LateRunChanged = dynamic(() => import('./run-changed.tsx').then((module) => module.RunChanged), {
  ssr: false,
});
