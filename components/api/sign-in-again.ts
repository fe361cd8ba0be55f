/** Where somebody says who they are. */
export const signInPath = '/sign-in';
let isSigningOut = false;
// A browser takes a moment to leave; a page that nobody lets go, or that is come back to, may leave again.
const leavingMsMax = 5_000;
let leftAtMs = Number.NEGATIVE_INFINITY;

/** Leaves for the sign-in page, which leads back here afterwards; once, however many are told at the same time. */
export function goToSignIn(): void {
  const { pathname, search } = window.location;
  // Whoever signs out themselves is on their way already, and not to come back here.
  if (isSigningOut || pathname === signInPath) return;
  const nowMs = performance.now();
  if (nowMs - leftAtMs < leavingMsMax) return;
  leftAtMs = nowMs;
  window.location.assign(`${signInPath}?next=${encodeURIComponent(pathname + search)}`);
}

/** Ends a session by `end` and leaves for the sign-in page. False, and still here, when it did not end. */
export async function leaveForGood(end: () => Promise<boolean>): Promise<boolean> {
  // The live connection is told the end of the session sooner than the call is answered.
  isSigningOut = true;
  let isOut = false;
  try {
    isOut = await end();
  } finally {
    isSigningOut = isOut;
  }
  if (isOut) window.location.assign(signInPath);
  return isOut;
}

/** Where a sign-in leads: a path of this console, never another site. */
export function pathAfterSignIn(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const target = URL.parse(next, 'http://console.invalid');
  if (target === null || target.origin !== 'http://console.invalid') return '/';
  return target.pathname === signInPath ? '/' : target.pathname + target.search;
}
