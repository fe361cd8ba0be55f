'use client';

import { useState } from 'react';
import { addressIn } from '#components/address/tenant-address.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { roleWords } from '#components/settings/say-role.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { roles } from '#domain/access/permissions.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { askDoor, type Told, textOf } from './link-door.ts';
import { LinkFrame } from './link-frame.tsx';
import { NewPassword } from './new-password-fields.tsx';
import { useDoorForm } from './use-door-form.ts';
import { type OpenedLink, useLink } from './use-link.ts';

type Open = Extract<OpenedLink, { kind: 'open' }>;
type Ways = 'new' | 'known';

const door = '/api/invitation';

/** Accepts an invitation: as somebody new, with an account, or as who is signed in. */
export function JoinPage() {
  const link = useLink(door);
  const tenant = link.kind === 'open' ? textOf(link.offer, 'tenant') : '';
  return (
    <LinkFrame title={tenant === '' ? 'Invitation' : `Join ${tenant}`} link={link}>
      {link.kind === 'open' && <Offer key={link.secret} link={link} />}
    </LinkFrame>
  );
}

function Offer({ link }: { link: Open }) {
  const { offer } = link;
  const [way, setWay] = useState<Ways>('new');
  const role = roles.find((one) => one === offer.role);
  const me = isJsonObject(offer.signedInAs) ? offer.signedInAs : undefined;
  return (
    <>
      <p>
        You are invited as <span className="break-words font-medium">{textOf(offer, 'email')}</span>
      </p>
      {role !== undefined && (
        <p>
          Your role: {roleWords[role].word}. <span className="text-quiet">{roleWords[role].sentence}</span>
        </p>
      )}
      {me !== undefined && <SignedIn link={link} name={textOf(me, 'name')} email={textOf(me, 'email')} />}
      {me === undefined && (
        <>
          <div className="flex">
            <Segmented
              label="Who you are"
              value={way}
              options={[
                { value: 'new', word: 'I am new here' },
                { value: 'known', word: 'I have an account' },
              ]}
              onChange={setWay}
            />
          </div>
          {way === 'new' ? <NewPerson link={link} /> : <KnownPerson link={link} />}
        </>
      )}
    </>
  );
}

function NewPerson({ link: { secret } }: { link: Open }) {
  const form = useDoorForm(({ name = '', password = '' }) => askDoor(door, { secret, name, password }), enter);
  return (
    <form method="post" onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        hint="It stands beside what you do, for everybody in the tenant."
        problem={form.problemOf('name')}
        className="h-9"
      />
      <NewPassword label="Password" problem={form.problemOf('password')} />
      <Refusal sentence={form.refusalBeside(['name', 'password'])} />
      <Button type="submit" kind="primary" className="h-9" isBusy={form.isBusy} disabled={!form.isAwake}>
        Make the account and join
      </Button>
    </form>
  );
}

function KnownPerson({ link: { secret, offer } }: { link: Open }) {
  const form = useDoorForm(async ({ password = '' }) => {
    const signedIn = await askDoor('/api/session', { email: textOf(offer, 'email'), password });
    return signedIn.ok ? await askDoor(door, { secret, as: 'me' }) : signedIn;
  }, enter);
  return (
    <form method="post" onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        className="h-9"
      />
      <Refusal sentence={form.refusalBeside([])} />
      <Button type="submit" kind="primary" className="h-9" isBusy={form.isBusy} disabled={!form.isAwake}>
        Sign in and join
      </Button>
    </form>
  );
}

function SignedIn({ link: { secret, offer }, name, email }: { link: Open; name: string; email: string }) {
  const isMine = email === textOf(offer, 'email');
  const join = useDoorForm(() => askDoor(door, { secret, as: 'me' }), enter);
  const leave = useDoorForm(signOutHere, () => window.location.reload());
  const form = isMine ? join : leave;
  return (
    <form method="post" onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <p>
        You are signed in as {name} ({email}).
        {!isMine && ' The invitation is for another address: sign out to accept it.'}
      </p>
      <Refusal sentence={form.refusalBeside([])} />
      <Button type="submit" kind="primary" className="h-9" isBusy={form.isBusy} disabled={!form.isAwake}>
        {isMine ? 'Join' : 'Sign out'}
      </Button>
    </form>
  );
}

async function signOutHere(): Promise<Told> {
  const answer = await fetch('/api/session', { method: 'DELETE' }).catch(() => undefined);
  if (answer?.ok === true) return { ok: true, body: {} };
  return { ok: false, sentence: 'The console did not answer.', code: undefined, field: undefined };
}

// A whole new page, so that nothing of an earlier session is left in memory.
function enter({ body }: Extract<Told, { ok: true }>): void {
  window.location.assign(addressIn(textOf(body, 'tenant'), screens.overview));
}
