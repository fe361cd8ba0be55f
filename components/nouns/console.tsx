'use client';

import type { ReactNode } from 'react';
import { NounsProvider } from '#components/kit/noun/nouns-context.tsx';
import { Shell } from '#components/shell/shell.tsx';
import { nouns } from './nouns.ts';

/** The console of a tenant: its shell, told of all nouns. */
export function Console({ tenant, children }: { tenant: string; children: ReactNode }) {
  return (
    <NounsProvider nouns={nouns}>
      <Shell tenant={tenant}>{children}</Shell>
    </NounsProvider>
  );
}
