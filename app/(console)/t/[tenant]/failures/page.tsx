import type { Metadata } from 'next';
import { Suspense } from 'react';
import { FailuresPage } from '#components/nouns/failure/list/failures-page.tsx';

export const metadata: Metadata = { title: 'Failures' };

export default function FailuresRoute() {
  return (
    <Suspense>
      <FailuresPage />
    </Suspense>
  );
}
