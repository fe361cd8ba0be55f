/** How a request says which tenant it is about. */

/** The name of the header. */
export const tenantHeader = 'taskflow-tenant';

/** The headers of a request; none where the address names no tenant. */
export function tenantHeaders(tenant: string | undefined): Record<string, string> {
  return tenant === undefined ? {} : { [tenantHeader]: tenant };
}

/** The same for a WebSocket, which has no headers of its own. */
export function tenantParams(tenant: string | undefined): { tenant?: string } {
  return tenant === undefined ? {} : { tenant };
}
