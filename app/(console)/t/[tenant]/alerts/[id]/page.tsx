import type { Metadata } from 'next';
import { AlertPage } from '#components/nouns/alert/alert-page.tsx';

export const metadata: Metadata = { title: 'Alert' };

export default async function AlertRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <AlertPage id={decodeURIComponent(id)} />;
}
