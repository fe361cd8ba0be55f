import type { Metadata } from 'next';
import { Suspense } from 'react';
import { QueuesPage } from '#components/nouns/queue/queues-page.tsx';

export const metadata: Metadata = { title: 'Queues' };

export default function QueuesRoute() {
  return (
    <Suspense>
      <QueuesPage />
    </Suspense>
  );
}
