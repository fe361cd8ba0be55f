import { LastTenantPage } from '#components/shell/outside/last-tenant-page.tsx';

/** Every address without a tenant, as people kept them before tenants stood in it. */
export default function PathRoute() {
  return <LastTenantPage />;
}
