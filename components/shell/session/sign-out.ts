import { forgetTenant } from '#components/api/chosen-tenant.ts';
import { leaveForGood } from '#components/api/sign-in-again.ts';

/** Ends the session here and on the server. False when the console did not answer: then the person is still signed in. */
export async function signOut(): Promise<boolean> {
  return await leaveForGood(async () => {
    const isOver = await endSession();
    if (isOver) forgetTenant();
    return isOver;
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
