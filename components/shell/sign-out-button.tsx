'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { forgetTenant } from '#components/api/chosen-tenant.ts';

/** Ends the session here and on the server. */
export function SignOutButton() {
  const [isBusy, setIsBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const signOut = async () => {
    setIsBusy(true);
    const isOut = await endSession();
    if (isOut) leave();
    setFailed(!isOut);
    setIsBusy(isOut);
  };
  return (
    <>
      {failed && (
        <span role="alert" className="text-failed">
          Still signed in: the console did not answer
        </span>
      )}
      <button type="button" className="button button-small" disabled={isBusy} onClick={() => void signOut()}>
        <LogOut aria-hidden size={14} />
        Sign out
      </button>
    </>
  );
}

function leave(): void {
  forgetTenant();
  window.location.assign('/sign-in');
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
