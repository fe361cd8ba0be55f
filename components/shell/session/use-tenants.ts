'use client';

import { useEffect, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { TenantsDocument, type TenantsQuery } from '#components/generated/tenants.ts';
import { pageBounds } from '#domain/bounds/page.ts';

// Pages of tenants that the switch holds; who may enter more of them types the slug.
const tenantPagesMax = 10;

type Tenant = TenantsQuery['tenants']['nodes'][number];

/** `hasMore` when there are others beyond what one screen holds: they are entered by slug. How many, nobody counts. */
export type TenantsView = {
  tenants: readonly Tenant[] | undefined;
  hasMore: boolean;
  fault: Fault | undefined;
  reload: () => void;
};

/** Every tenant that the viewer may enter, page after page. */
export function useTenants(): TenantsView {
  const api = useApi();
  const [version, setVersion] = useState(0);
  const [view, setView] = useState<Omit<TenantsView, 'reload'>>({
    tenants: undefined,
    hasMore: false,
    fault: undefined,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a higher version reads the same list again
  useEffect(() => {
    let isCurrent = true;
    const read = async () => {
      const tenants: Tenant[] = [];
      let after: string | null = null;
      let hasMore = false;
      for (let page = 0; page < tenantPagesMax; page += 1) {
        const variables: { first: number; after: string | null } = { first: pageBounds.pageSizeMax, after };
        const { data, error } = await api(TenantsDocument, variables);
        if (!isCurrent) return;
        if (error !== undefined || data === undefined || data === null)
          return setView((now) => ({ ...now, fault: error === undefined ? now.fault : faultOf(error) }));
        tenants.push(...data.tenants.nodes);
        after = data.tenants.pageInfo.endCursor;
        hasMore = data.tenants.pageInfo.hasNextPage;
        if (!hasMore) break;
      }
      setView({ tenants, hasMore, fault: undefined });
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [api, version]);

  return { ...view, reload: () => setVersion((count) => count + 1) };
}
