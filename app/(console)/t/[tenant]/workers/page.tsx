import type { Metadata } from 'next';
import { Suspense } from 'react';
import { WorkersPage } from '#components/nouns/worker/workers-page.tsx';

export const metadata: Metadata = { title: 'Workers' };

export default function WorkersRoute() {
  return (
    <Suspense>
      <WorkersPage />
    </Suspense>
  );
}
