import { forgetTenant } from '#components/address/last-tenant.ts';
import { leaveForGood } from '#components/api/sign-in-again.ts';
import { browserStore } from '#components/kit/kept/browser-store.ts';
import { forgetOwn } from '#components/kit/kept/own-texts.ts';

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
  if (user === undefined) return;
  forgetOwn(browserStore, user);
  tellTabs(user);
}

// The drafts of a tab are out of the reach of the others.
const channel = 'taskflow: signed out';

function tellTabs(user: string): void {
  const others = new BroadcastChannel(channel);
  others.postMessage(user);
  others.close();
}

/** Forgets what this tab keeps of a person as soon as they sign out in another one. Returns how to stop. */
export function forgetWithOthers(): () => void {
  const others = new BroadcastChannel(channel);
  others.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') forgetOwn(browserStore, data);
  };
  return () => others.close();
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
