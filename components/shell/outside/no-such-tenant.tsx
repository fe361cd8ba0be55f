'use client';

import { Page } from '#components/kit/page/page.tsx';
import { useTenants } from '#components/shell/session/use-tenants.ts';
import { Outside } from './outside.tsx';
import { TenantList } from './tenant-list.tsx';

/** Says that the tenant of the address cannot be entered. Whether there is one of that name is not for everybody to know. */
export function NoSuchTenant() {
  return (
    <Outside>
      <Answer />
    </Outside>
  );
}

function Answer() {
  return (
    <Page title="No such tenant">
      <p role="alert">The address names a tenant that does not exist, or that you may not enter.</p>
      <TenantList view={useTenants()} />
    </Page>
  );
}
