'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False on the server and in the first picture, which must be the same as the server's; true from then on. */
export function useIsBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
