'use client';

import { Page } from '#components/kit/page/page.tsx';
import { useTenants } from '#components/shell/session/use-tenants.ts';
import { Outside } from './outside.tsx';
import { TenantList } from './tenant-list.tsx';

/** Asks where to go. */
export function TenantsPage() {
  return (
    <Outside>
      <Choice />
    </Outside>
  );
}

function Choice() {
  return (
    <Page title="Choose a tenant">
      <TenantList view={useTenants()} />
    </Page>
  );
}
