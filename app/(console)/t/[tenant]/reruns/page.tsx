import type { Metadata } from 'next';
import { Suspense } from 'react';
import { RerunsPage } from '#components/nouns/rerun/reruns-page.tsx';

export const metadata: Metadata = { title: 'Reruns' };

export default function RerunsRoute() {
  return (
    <Suspense>
      <RerunsPage />
    </Suspense>
  );
}
