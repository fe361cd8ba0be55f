'use client';

import { useState } from 'react';
import { AwayLink } from '#components/address/link.tsx';
import { signInPath } from '#components/api/sign-in-again.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { askDoor, textOf } from './link-door.ts';
import { LinkFrame } from './link-frame.tsx';
import { NewPassword } from './new-password-fields.tsx';
import { useDoorForm } from './use-door-form.ts';
import { type OpenedLink, useLink } from './use-link.ts';

const door = '/api/password-reset';

/** Sets a new password with a link that an admin made. */
export function ResetPage() {
  const link = useLink(door);
  return (
    <LinkFrame title="Choose a new password" link={link}>
      {link.kind === 'open' && <Choice key={link.secret} link={link} />}
    </LinkFrame>
  );
}

function Choice({ link: { secret, offer } }: { link: Extract<OpenedLink, { kind: 'open' }> }) {
  const [isSet, setIsSet] = useState(false);
  const form = useDoorForm(
    ({ password = '' }) => askDoor(door, { secret, password }),
    () => setIsSet(true),
  );
  const email = textOf(offer, 'email');
  if (isSet)
    return (
      <>
        <p role="status">The password of {email} is set. Every session that was open has ended.</p>
        <AwayLink className="button button-primary h-9 justify-center" address={signInPath}>
          Sign in
        </AwayLink>
      </>
    );
  return (
    <form method="post" onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <p>
        For {textOf(offer, 'name')}, <span className="break-words">{email}</span>
      </p>
      {/* So that a password keeper knows whose it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NewPassword label="New password" problem={form.problemOf('password')} />
      <Refusal sentence={form.refusalBeside(['password'])} />
      <Button type="submit" kind="primary" className="h-9" isBusy={form.isBusy} disabled={!form.isAwake}>
        Set the password
      </Button>
    </form>
  );
}
