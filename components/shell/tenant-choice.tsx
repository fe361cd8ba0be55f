'use client';

import { enterTenant } from '#components/api/chosen-tenant.ts';
import { useReading } from '#components/api/use-reading.ts';
import { TenantsDocument } from '#components/generated/documents.ts';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { bounds } from '#domain/bounds.ts';

const variables = { first: bounds.pageSizeMax };

/** The tenant in which the viewer works; a way to another one for those who may enter several. */
export function TenantSwitch({ tenant }: { tenant: { slug: string; name: string } }) {
  const { data } = useReading({ query: TenantsDocument, variables });
  const tenants = data?.tenants.nodes ?? [];
  if (tenants.length < 2) {
    return (
      <span className="block truncate font-medium" title={tenant.slug}>
        <span className="sr-only">Tenant: </span>
        {tenant.name}
      </span>
    );
  }
  return (
    <select
      aria-label="Tenant"
      className="field h-7 w-full"
      value={tenant.slug}
      onChange={(event) => enterTenant(event.currentTarget.value)}
    >
      {tenants.map(({ id, slug, name }) => (
        <option key={id} value={slug}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Asks somebody who may enter several tenants, or none, where to go. */
export function TenantChoice() {
  const { data, fault, reload } = useReading({ query: TenantsDocument, variables });
  const tenants = data?.tenants.nodes;
  return (
    <Page title="Choose a tenant">
      <div className="panel max-w-xl">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {fault === undefined && tenants === undefined && <LoadingNotice rows={3} />}
        {tenants?.length === 0 && (
          <EmptyNotice>There is no tenant that you may enter. Ask an admin to make you a member of one.</EmptyNotice>
        )}
        <ul className="flex flex-col gap-2 p-3 empty:hidden">
          {tenants?.map(({ id, slug, name }) => (
            <li key={id}>
              <button type="button" className="button w-full justify-start" onClick={() => enterTenant(slug)}>
                {name} <span className="text-quiet">{slug}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
