import type { Metadata } from 'next';
import { TenantsPage } from '#components/shell/outside/tenants-page.tsx';

export const metadata: Metadata = { title: 'Tenants' };

export default function TenantsRoute() {
  return <TenantsPage />;
}
