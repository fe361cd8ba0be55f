'use client';

import { useEffect } from 'react';
import { rememberTenant } from '#components/address/last-tenant.ts';
import { browserStore } from '#components/kit/kept/browser-store.ts';
import { forgetOthers } from '#components/kit/kept/own-texts.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { leaveWithOthers } from './sign-out.ts';

/** Keeps what this browser remembers to the one who is signed in, and notes which tenant they are in. */
export function useSession(): void {
  const { viewer } = useViewer();
  const user = viewer?.id;
  const tenant = viewer?.tenant?.slug;
  useEffect(leaveWithOthers, []);
  useEffect(() => {
    if (user !== undefined) forgetOthers(browserStore, user);
  }, [user]);
  useEffect(() => {
    if (tenant !== undefined) rememberTenant(tenant);
  }, [tenant]);
}
