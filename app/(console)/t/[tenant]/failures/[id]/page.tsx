import type { Metadata } from 'next';
import { FailurePage } from '#components/nouns/failure/page/failure-page.tsx';

export const metadata: Metadata = { title: 'Failure' };

export default async function FailureRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <FailurePage id={decodeURIComponent(id)} />;
}
