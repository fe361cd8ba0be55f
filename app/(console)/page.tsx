import { LastTenantPage } from '#components/shell/outside/last-tenant-page.tsx';

export default function HomeRoute() {
  return <LastTenantPage />;
}
