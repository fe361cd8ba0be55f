'use client';

import { useState } from 'react';
import { InviteMemberDocument } from '#components/generated/members.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { roleWords } from '#components/settings/say-role.ts';
import { grantableRoles } from '#components/settings/tokens/token-form.ts';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import {
  emptyInvite,
  type InviteField,
  type InviteForm,
  inviteFields,
  lasting,
  newInvite,
  problemsInInvite,
} from './invite-form.ts';
import { LinkShown } from './link-shown.tsx';

/** Makes the link with which somebody becomes a member, and shows it, this once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { viewer } = useViewer();
  const [made, setMade] = useState<{ email: string; path: string }>();
  const invite = useSend(InviteMemberDocument, (data) => data.inviteMember);
  const form = useForm<InviteField, InviteForm>({
    initial: emptyInvite,
    fields: inviteFields,
    check: problemsInInvite,
    send: async (values) => {
      const { data, refusals } = await invite({ input: newInvite(values, Date.now()) });
      const path = data?.inviteMember.path ?? undefined;
      if (path !== undefined) setMade({ email: values.email.trim(), path });
      return refusals;
    },
  });
  if (made !== undefined)
    return (
      <LinkShown title={`Invitation for ${made.email}`} path={made.path} onClose={onClose}>
        Send it to {made.email} yourself: Taskflow sends no mail. Whoever opens it makes an account with that address,
        or joins with the one they have. It works once.
      </LinkShown>
    );
  const { values } = form;
  return (
    <FormDialog
      form={form}
      title="Invite somebody"
      description="You get a link to send. It makes whoever has this address a member."
      verb="Make the link"
      onClose={onClose}
    >
      <TextField
        {...form.field('email')}
        label={inviteFields.email.label}
        type="email"
        autoComplete="off"
        placeholder="ada@example.com"
        value={values.email}
        onChange={(event) => form.change({ email: event.currentTarget.value })}
      />
      <div className="grid grid-cols-2 gap-3">
        <Select
          {...form.field('role')}
          label={inviteFields.role.label}
          value={values.role}
          options={grantableRoles(viewer?.role ?? 'VIEWER').map((role) => ({
            value: role,
            word: roleWords[role].word,
          }))}
          hint={roleWords[values.role].sentence}
          onChange={(role) => form.change({ role })}
        />
        <Select
          {...form.field('expiresAt')}
          label={inviteFields.expiresAt.label}
          value={values.days}
          options={lasting}
          onChange={(days) => form.change({ days })}
        />
      </div>
    </FormDialog>
  );
}
