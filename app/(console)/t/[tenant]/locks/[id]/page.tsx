import type { Metadata } from 'next';
import { LockPage } from '#components/nouns/gate/page/lock-page.tsx';

export const metadata: Metadata = { title: 'Lock' };

export default async function LockRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <LockPage id={decodeURIComponent(id)} />;
}
