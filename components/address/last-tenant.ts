/** The tenant that was last used in this browser. It decides where an address without a tenant leads, and nothing else. */
import { keep, readKept } from '#components/kit/kept/browser-store.ts';

const key = 'taskflow-last-tenant';

/** Notes that a tenant was entered. */
export function rememberTenant(slug: string): void {
  keep(key, slug);
}

/** Leaves nothing to remember. */
export function forgetTenant(): void {
  keep(key, undefined);
}

/** The tenant last used; undefined in a browser that is new here. */
export function lastTenant(): string | undefined {
  return readKept(key) ?? undefined;
}

/** Where somebody goes who named no tenant: the last one that they may still enter, else their first. */
export function tenantToEnter(
  { tenants, hasMore }: { tenants: readonly { slug: string }[]; hasMore: boolean },
  last: string | undefined,
): string | undefined {
  const isTheirs = hasMore || tenants.some(({ slug }) => slug === last);
  return last !== undefined && isTheirs ? last : tenants[0]?.slug;
}
