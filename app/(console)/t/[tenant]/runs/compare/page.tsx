import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ComparePage } from '#components/nouns/run/compare/compare-page.tsx';

export const metadata: Metadata = { title: 'Compare two runs' };

export default function CompareRoute() {
  return (
    <Suspense>
      <ComparePage />
    </Suspense>
  );
}
