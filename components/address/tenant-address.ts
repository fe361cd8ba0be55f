/**
 * The addresses of the console: `/t/<slug>/jobs`. What stands after the tenant is called a path: screens write
 * paths only, so that no link of a page can lead out of the tenant that the page shows. Only this file puts the two
 * together and takes them apart.
 */
import { accessBounds } from '#domain/bounds/access.ts';

/** Where people choose among the tenants that they may enter. */
export const tenantsAddress = '/t';

/** The address of a path in a tenant. A path without a tenant is an address that leads to the tenant last used. */
export function addressIn(tenant: string | undefined, path: string): string {
  if (tenant === undefined || !path.startsWith('/')) return path;
  return rootOf(tenant) + (/^\/(?:$|[?#])/.test(path) ? path.slice(1) : path);
}

/** The path within the tenant of a page's address. */
export function pathWithin(tenant: string | undefined, pathname: string): string {
  if (tenant === undefined) return pathname;
  const root = rootOf(tenant);
  return pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : '/';
}

/** The screen to which a path belongs: what another tenant has, too. A job belongs to the jobs, an editor to its list. */
export function screenOf(path: string): string {
  return /^\/[^/?#]*/.exec(path)?.[0] ?? '/';
}

/** True for what can be a slug; anything else cannot even be asked for. */
export function isSlug(text: string): boolean {
  return text.length <= accessBounds.slugLengthMax && /^[a-z0-9-]+$/.test(text);
}

function rootOf(tenant: string): string {
  return `${tenantsAddress}/${encodeURIComponent(tenant)}`;
}
