import { forgetTenant } from '#components/api/chosen-tenant.ts';

/** Ends the session here and on the server. False when the console did not answer: then the person is still signed in. */
export async function signOut(): Promise<boolean> {
  if (!(await endSession())) return false;
  forgetTenant();
  window.location.assign('/sign-in');
  return true;
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
