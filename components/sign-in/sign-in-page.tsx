'use client';

import { type FormEvent, useState } from 'react';
import { pathAfterSignIn } from '#components/api/sign-in-again.ts';
import { Refusal } from '#components/page/notice.tsx';
import { useIsBrowser } from '#components/page/use-is-browser.ts';
import { ThemeSwitch } from '#components/shell/theme-switch.tsx';

/** Asks who is there. */
export function SignInPage() {
  // Before the page's scripts run, the browser would send the form by itself: never with the password in the address,
  // and better not at all.
  const isAwake = useIsBrowser();
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const signIn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setIsBusy(true);
    setRefusal(undefined);
    const refused = await startSession({ email: fields.get('email'), password: fields.get('password') });
    // A whole new page, so that nothing of an earlier session is left in memory.
    if (refused === undefined) window.location.assign(pathAfterSignIn(window.location.search));
    setRefusal(refused);
    setIsBusy(refused === undefined);
  };
  return (
    <main className="flex min-h-screen items-center justify-center p-4">
      <div className="flex w-80 flex-col gap-4">
        <div className="flex items-center justify-between">
          <h1 className="text-[1.3rem] font-semibold tracking-tight">Sign in to Taskflow</h1>
          <ThemeSwitch />
        </div>
        <form method="post" onSubmit={(event) => void signIn(event)} className="panel flex flex-col gap-3 p-4">
          <label className="flex flex-col gap-1">
            Email
            <input className="field h-9" name="email" type="email" autoComplete="username" required />
          </label>
          <label className="flex flex-col gap-1">
            Password
            <input className="field h-9" name="password" type="password" autoComplete="current-password" required />
          </label>
          <Refusal sentence={refusal} />
          <button type="submit" className="button button-primary h-9" disabled={isBusy || !isAwake}>
            {isBusy ? 'Signing in …' : 'Sign in'}
          </button>
        </form>
      </div>
    </main>
  );
}

/** Signs in; gives back why not. */
async function startSession(credentials: Record<'email' | 'password', FormDataEntryValue | null>) {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/api/session', { method: 'POST', headers, body: JSON.stringify(credentials) });
    if (answer.ok) return undefined;
    if (answer.status === 401 || answer.status === 403) return 'The email or the password is not right.';
    if (answer.status === 429) return 'Too many tries. Wait a minute, then try again.';
    return `The console could not sign you in (status ${answer.status}).`;
  } catch (error) {
    // What fetch throws when nobody answers.
    if (error instanceof TypeError) return 'Taskflow cannot be reached. Is the console process running?';
    throw error;
  }
}
