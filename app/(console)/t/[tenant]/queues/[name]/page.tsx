import type { Metadata } from 'next';
import { QueuePage } from '#components/nouns/queue/page/queue-page.tsx';

export const metadata: Metadata = { title: 'Queue' };

export default async function QueueRoute({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <QueuePage name={decodeURIComponent(name)} />;
}
