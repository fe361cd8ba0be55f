'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { pathAfterSignIn } from '#components/api/sign-in-again.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { leaveWithOthers } from '#components/shell/session/sign-out.ts';
import { ThemeSwitch } from '#components/shell/theme-switch.tsx';
import { Sign } from '#components/shell/wordmark.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

/** Asks who is there. */
export function SignInPage() {
  // Before the page's scripts run, the browser would send the form by itself: never with the password in the address,
  // and better not at all.
  const isAwake = useIsBrowser();
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  // Who was led here may have been signed out elsewhere, before this tab could hear of it.
  useEffect(leaveWithOthers, []);
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
    <main className="flex min-h-screen flex-col items-center px-4 pt-[18vh] pb-8">
      <div className="flex w-88 max-w-full flex-col gap-5">
        <div className="flex flex-col items-center gap-3">
          <Sign sizePx={40} />
          <h1 className="text-title font-semibold tracking-tight">Sign in to Taskflow</h1>
        </div>
        <form
          method="post"
          onSubmit={(event) => void signIn(event)}
          className="panel flex flex-col gap-4 rounded-lg p-5 shadow-float"
        >
          <TextField
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            className="h-9"
          />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            className="h-9"
          />
          <Refusal sentence={refusal} />
          <Button type="submit" kind="primary" className="h-9" isBusy={isBusy} disabled={!isAwake}>
            {isBusy ? 'Signing in …' : 'Sign in'}
          </Button>
        </form>
        <div className="flex justify-center">
          <ThemeSwitch />
        </div>
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
