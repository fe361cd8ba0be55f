import type { Metadata } from 'next';
import { Suspense } from 'react';
import { RerunPage } from '#components/nouns/rerun/rerun-page.tsx';

export const metadata: Metadata = { title: 'Batch of reruns' };

export default async function RerunRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <RerunPage id={decodeURIComponent(id)} />
    </Suspense>
  );
}
