import type { Metadata } from 'next';
import { ResetPage } from '#components/settings/links/reset-page.tsx';

export const metadata: Metadata = { title: 'New password' };

export default function ResetRoute() {
  return <ResetPage />;
}
