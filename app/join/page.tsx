import type { Metadata } from 'next';
import { JoinPage } from '#components/settings/links/join-page.tsx';

export const metadata: Metadata = { title: 'Invitation' };

export default function JoinRoute() {
  return <JoinPage />;
}
