'use client';

import { useEffect } from 'react';
import { lastTenant, tenantToEnter } from '#components/address/last-tenant.ts';
import { useEnter } from '#components/address/tenant-context.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { useTenants } from '#components/shell/session/use-tenants.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Outside } from './outside.tsx';
import { TenantList } from './tenant-list.tsx';

/** What an address shows that names no tenant: the same path and query in the tenant last used. */
export function LastTenantPage() {
  return (
    <Outside>
      <Onwards />
    </Outside>
  );
}

function Onwards() {
  const enter = useEnter();
  const view = useTenants();
  const { tenants, hasMore } = view;
  useEffect(() => {
    if (tenants === undefined) return;
    const tenant = tenantToEnter({ tenants, hasMore }, lastTenant());
    if (tenant !== undefined) enter(tenant);
  }, [enter, tenants, hasMore]);
  if (tenants?.length === 0 || view.fault !== undefined) {
    return (
      <Page title="Choose a tenant">
        <TenantList view={view} />
      </Page>
    );
  }
  return (
    <div className="p-4">
      <Skeleton rows={6} />
    </div>
  );
}
