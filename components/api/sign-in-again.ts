/** Leaves for the sign-in page, which leads back here afterwards. */
export function goToSignIn(): void {
  const { pathname, search } = window.location;
  if (pathname === '/sign-in') return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

/** Where a sign-in leads: a path of this console, never another site. */
export function pathAfterSignIn(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const target = URL.parse(next, 'http://console.invalid');
  if (target === null || target.origin !== 'http://console.invalid') return '/';
  return target.pathname === '/sign-in' ? '/' : target.pathname + target.search;
}
