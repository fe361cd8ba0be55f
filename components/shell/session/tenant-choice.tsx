'use client';

import { useState } from 'react';
import { chooseTenantAnew, enterTenant } from '#components/api/chosen-tenant.ts';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { useTenants } from './use-tenants.ts';

/** The tenant in which the viewer works; a way to another one for those who may enter several. */
export function TenantSwitch({ tenant }: { tenant: { slug: string; name: string } }) {
  const { tenants = [], hasMore } = useTenants();
  if (tenants.length < 2) {
    return (
      <span className="block truncate font-medium" data-whole={tenant.slug}>
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
      onChange={({ currentTarget: { value } }) => (value === '' ? chooseTenantAnew() : enterTenant(value))}
    >
      {tenants.every(({ slug }) => slug !== tenant.slug) && <option value={tenant.slug}>{tenant.name}</option>}
      {tenants.map(({ id, slug, name }) => (
        <option key={id} value={slug}>
          {name}
        </option>
      ))}
      {hasMore && <option value="">There are more: enter one by its slug</option>}
    </select>
  );
}

/** Asks somebody who may enter several tenants, or none, where to go. */
export function TenantChoice() {
  const { tenants, hasMore, fault, reload } = useTenants();
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
        {hasMore && <BySlug />}
      </div>
    </Page>
  );
}

/** The way to a tenant beyond the list. */
function BySlug() {
  const [slug, setSlug] = useState('');
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (slug.trim() !== '') enterTenant(slug.trim());
      }}
    >
      <label className="flex items-center gap-2">
        There are more: enter one by its slug
        <input className="field" value={slug} onChange={(event) => setSlug(event.currentTarget.value)} />
      </label>
      <Button type="submit">Enter</Button>
    </form>
  );
}
