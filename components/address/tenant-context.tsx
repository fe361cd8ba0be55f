'use client';

import { usePathname, useRouter } from 'next/navigation';
import { createContext, type ReactNode, use } from 'react';
import { addressIn, pathWithin } from './tenant-address.ts';

const TenantContext = createContext<string | undefined>(undefined);

/** Tells everything below which tenant the address names. Nothing else on the page says it. */
export function TenantOfAddress({ slug, children }: { slug: string; children: ReactNode }) {
  return <TenantContext value={slug}>{children}</TenantContext>;
}

/** The slug of the tenant that this tab shows; undefined on pages outside of any. */
export function useTenant(): string | undefined {
  return use(TenantContext);
}

/** The path of the page within its tenant. */
export function usePath(): string {
  return pathWithin(useTenant(), usePathname());
}

/** Goes from an address that names no tenant to the same place in one. Going back leads past it. */
export function useEnter(): (tenant: string) => void {
  const router = useRouter();
  return (tenant) => {
    const { pathname, search, hash } = window.location;
    router.replace(addressIn(tenant, pathname + search + hash));
  };
}

/** Goes to a path of this tenant, or of another one. */
export function useGo(): (path: string, tenant?: string) => void {
  const router = useRouter();
  const here = useTenant();
  return (path, tenant = here) => {
    const address = addressIn(tenant, path);
    if (tenant === here) router.push(address);
    // A whole new page, so that nothing of the other tenant is left in memory.
    else window.location.assign(address);
  };
}

/** Goes to an address that a link of this page names, tenant included. */
export function useFollow(): (address: string) => void {
  const router = useRouter();
  const here = useTenant();
  return (address) => {
    const isHere = here !== undefined && address.startsWith(addressIn(here, '/'));
    if (isHere) router.push(address);
    else window.location.assign(address);
  };
}
