import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AlertsPage } from '#components/nouns/alert/alerts-page.tsx';

export const metadata: Metadata = { title: 'Alerts' };

export default function AlertsRoute() {
  return (
    <Suspense>
      <AlertsPage />
    </Suspense>
  );
}
