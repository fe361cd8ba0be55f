'use client';

import { useUrl, useUrlChoice } from '#components/address/use-url.ts';

/** The views of a run; the first is how it opens. */
export const runTabs = ['graph', 'timeline', 'steps', 'variables', 'log', 'events'] as const;
/** One view of a run. */
export type RunTab = (typeof runTabs)[number];

/** Which view of a run is open and which step is chosen: both stand in the address. */
export function useRunPlace() {
  const { search, change, hrefWith } = useUrl();
  const [tab] = useUrlChoice('tab', runTabs);
  const selected = search.get('step') ?? undefined;
  return {
    tab,
    selected,
    select: (stepKey: string | undefined) => change({ step: stepKey }),
    hrefOfStep: (stepKey: string) => hrefWith({ step: stepKey }),
  };
}

/** Whether a run is shown as it was: then nothing is offered that would be done to it as it is. */
export function useIsPast(): boolean {
  return useUrl().search.get('at') !== null;
}
