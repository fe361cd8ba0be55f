import type { Metadata } from 'next';
import { Suspense } from 'react';
import { WorkflowsPage } from '#components/nouns/workflow/list/workflows-page.tsx';

export const metadata: Metadata = { title: 'Workflows' };

export default function WorkflowsRoute() {
  return (
    <Suspense>
      <WorkflowsPage />
    </Suspense>
  );
}
