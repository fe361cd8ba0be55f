'use client';

import { ChevronsUpDown } from 'lucide-react';
import { addressIn, screenOf, tenantsAddress } from '#components/address/tenant-address.ts';
import { usePath } from '#components/address/tenant-context.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import type { MenuEntry } from '#components/ui/overlay/menu-entry.ts';
import { useTenants } from './use-tenants.ts';

/** The tenant that the page shows; links to the same screen of the others for those who may enter several. */
export function TenantSwitch({ tenant }: { tenant: { slug: string; name: string } }) {
  const { tenants = [], hasMore } = useTenants();
  const screen = screenOf(usePath());
  const others = tenants.filter(({ slug }) => slug !== tenant.slug);
  if (others.length === 0) {
    return (
      <span className="block truncate font-medium" data-whole={tenant.slug}>
        <span className="sr-only">Tenant: </span>
        {tenant.name}
      </span>
    );
  }
  const entries: MenuEntry[] = [
    { kind: 'title', word: 'The same screen of' },
    ...others.map(({ slug, name }) => ({
      kind: 'away' as const,
      word: name,
      hint: slug,
      address: addressIn(slug, screen),
    })),
  ];
  if (hasMore) entries.push({ kind: 'away', word: 'There are more: enter one by its slug', address: tenantsAddress });
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="button button-small w-full justify-between"
          aria-label={`Tenant: ${tenant.name}`}
          data-whole={tenant.slug}
        >
          <span className="truncate font-medium">{tenant.name}</span>
          <ChevronsUpDown aria-hidden size={13} className="shrink-0 text-quiet" />
        </button>
      }
      entries={entries}
    />
  );
}
