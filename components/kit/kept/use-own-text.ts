'use client';

import { useSyncExternalStore } from 'react';
import { useTenant } from '#components/address/tenant-context.tsx';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { browserStore, type StoreName } from './browser-store.ts';
import { keepOwn, type Owner, readOwn } from './own-texts.ts';

/** Whose texts are kept here; undefined until it is known who is signed in. */
export function useOwner(): Owner | undefined {
  const tenant = useTenant();
  const { viewer } = useViewer();
  return tenant === undefined || viewer === undefined ? undefined : { user: viewer.id, tenant };
}

/** A text that the viewer keeps in this tenant, the same for all who ask for it; null until there is one. */
export function useOwnText(
  what: string,
  store: StoreName,
): [text: string | null, keep: (text: string | undefined) => void] {
  const owner = useOwner();
  const text = useSyncExternalStore(
    browserStore.listen,
    () => (owner === undefined ? null : readOwn(browserStore, { owner, what, store })),
    () => null,
  );
  const keep = (next: string | undefined) => {
    if (owner !== undefined) keepOwn(browserStore, { owner, what, store }, next);
  };
  return [text, keep];
}
