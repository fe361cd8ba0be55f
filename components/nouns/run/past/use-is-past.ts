'use client';

import { useUrl } from '#components/address/use-url.ts';

/** Whether a run is shown as it was: then nothing is offered that would be done to it as it is. */
export function useIsPast(): boolean {
  return useUrl().search.get('at') !== null;
}
