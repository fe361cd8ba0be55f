'use client';

import { ChangePasswordDocument } from '#components/generated/account.ts';
import { FormProblems } from '#components/kit/form/form-problems.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import {
  emptyPassword,
  type PasswordField,
  type PasswordForm,
  passwordFields,
  problemsInPassword,
} from './password-form.ts';

/** Changes the reader's password, which signs them out everywhere else. */
export function PasswordPanel() {
  const say = useToast();
  const send = useSend(ChangePasswordDocument, (data) => data.changePassword);
  const form = useForm<PasswordField, PasswordForm>({
    initial: emptyPassword,
    fields: passwordFields,
    check: problemsInPassword,
    send: async ({ current, password }) => {
      const { data, refusals } = await send({ input: { current, password } });
      if (data === undefined) return refusals;
      say({ words: sayChanged(data.changePassword.sessionsEnded ?? 0), kind: 'done' });
      form.reset();
      return [];
    },
  });
  const field = (name: PasswordField) => ({
    ...form.field(name),
    label: passwordFields[name].label,
    type: 'password',
    autoComplete: name === 'current' ? 'current-password' : 'new-password',
    value: form.values[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => form.change({ [name]: event.currentTarget.value }),
  });
  return (
    <Panel title="Password">
      <form {...form.attributes} className="flex flex-col gap-3 p-3">
        <TextField {...field('current')} />
        <TextField {...field('password')} hint="A few words in a row are long, and easy to remember." />
        <TextField {...field('again')} />
        <FormProblems form={form} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" kind="primary" isBusy={form.isBusy}>
            Change the password
          </Button>
          <span className="text-small text-quiet">It signs you out everywhere but here.</span>
        </div>
      </form>
    </Panel>
  );
}

function sayChanged(sessionsEnded: number): string {
  if (sessionsEnded === 0) return 'The password was changed';
  return `The password was changed, and ${sessionsEnded === 1 ? 'another session' : `${sessionsEnded} other sessions`} ended`;
}
