import { forgetTenant } from '#components/address/last-tenant.ts';
import { goToSignIn, leaveForGood } from '#components/api/sign-in-again.ts';
import { browserStore } from '#components/kit/kept/browser-store.ts';
import { forgetOwn } from '#components/kit/kept/own-texts.ts';
import { leaveSignedOut, markSignOut, obeySignOut } from '#components/kit/kept/signed-out.ts';

/**
 * Ends the session here and on the server, and leaves nothing of it in this browser. False when the console did not
 * answer: then the person is still signed in.
 */
export async function signOut(user: string | undefined): Promise<boolean> {
  return await leaveForGood(async () => {
    const isOver = await endSession();
    if (isOver) forgetSession(user);
    return isOver;
  });
}

function forgetSession(user: string | undefined): void {
  forgetTenant();
  if (user !== undefined) forgetOwn(browserStore, user);
  // Told last: the others then find nothing in the store of all.
  markSignOut(browserStore, String(Date.now()));
}

/**
 * Forgets what this tab keeps as soon as somebody signs out in another one, or has done so since it was last awake, and
 * leaves what it shows of them. Returns how to stop.
 */
export function leaveWithOthers(): () => void {
  // A page that has only just come shows nothing yet; whether its reader is signed in, its first request tells.
  obeySignOut(browserStore);
  return browserStore.listen(() => {
    if (leaveSignedOut(browserStore)) goToSignIn();
  });
}

async function endSession(): Promise<boolean> {
  try {
    const answer = await fetch('/api/session', { method: 'DELETE' });
    // A session that had ended already is just as well.
    return answer.ok || answer.status === 401;
  } catch (error) {
    // What fetch throws when nobody answers.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
