/** The tenant that this browser works in, for people who may enter several. */

const key = 'taskflow-tenant';

/** Its slug; undefined while the only tenant of a person goes without saying. */
export function chosenTenant(): string | undefined {
  return window.localStorage.getItem(key) ?? undefined;
}

/** Enters a tenant. The whole page begins anew, so that nothing of the other one stays on it. */
export function enterTenant(slug: string): void {
  window.localStorage.setItem(key, slug);
  window.location.assign('/');
}

/** Shows every tenant again that may be entered. */
export function chooseTenantAnew(): void {
  forgetTenant();
  window.location.assign('/');
}

/** Leaves the choice open again. */
export function forgetTenant(): void {
  window.localStorage.removeItem(key);
}
