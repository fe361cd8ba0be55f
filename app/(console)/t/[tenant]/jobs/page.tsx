import type { Metadata } from 'next';
import { Suspense } from 'react';
import { JobsPage } from '#components/nouns/job/list/jobs-page.tsx';

export const metadata: Metadata = { title: 'Jobs' };

export default function JobsRoute() {
  return (
    <Suspense>
      <JobsPage />
    </Suspense>
  );
}
