import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LocksPage } from '#components/nouns/gate/list/locks-page.tsx';

export const metadata: Metadata = { title: 'Locks & pools' };

export default function LocksRoute() {
  return (
    <Suspense>
      <LocksPage />
    </Suspense>
  );
}
