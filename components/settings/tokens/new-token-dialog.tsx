'use client';

import { useState } from 'react';
import { CreateApiTokenDocument } from '#components/generated/settings.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { roleWords } from '#components/settings/say-role.ts';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { ScopesField } from './scopes-field.tsx';
import {
  emptyToken,
  expiries,
  grantableRoles,
  newToken,
  problemsInToken,
  type TokenField,
  type TokenForm,
  tokenFields,
} from './token-form.ts';
import { TokenSecret } from './token-secret.tsx';

/** Makes a token and shows its secret, this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const [openedMs] = useState(() => Date.now());
  const [made, setMade] = useState<{ name: string; plaintext: string }>();
  const create = useSend(CreateApiTokenDocument, (data) => data.createApiToken);
  const form = useForm<TokenField, TokenForm>({
    initial: emptyToken,
    fields: tokenFields,
    check: (values) => problemsInToken(values, openedMs),
    send: async (values) => {
      const { data, refusals } = await create({ input: newToken(values, Date.now()) });
      const plaintext = data?.createApiToken.plaintext ?? undefined;
      if (plaintext !== undefined) setMade({ name: values.name.trim(), plaintext });
      return refusals;
    },
  });
  if (made !== undefined) return <TokenSecret {...made} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      title="New API token"
      description="A program that carries it acts in this tenant, as far as its role goes."
      width="medium"
      verb="Make the token"
      onClose={onClose}
    >
      <TokenFields form={form} />
    </FormDialog>
  );
}

function TokenFields({ form }: { form: Form<TokenField, TokenForm> }) {
  const { viewer } = useViewer();
  const { values } = form;
  const offered = grantableRoles(viewer?.role ?? 'VIEWER');
  return (
    <>
      <TextField
        {...form.field('name')}
        label={tokenFields.name.label}
        placeholder="CI pipeline"
        autoComplete="off"
        value={values.name}
        onChange={(event) => form.change({ name: event.currentTarget.value })}
      />
      <div className="grid grid-cols-2 gap-3">
        <Select
          {...form.field('role')}
          label={tokenFields.role.label}
          value={values.role}
          options={offered.map((role) => ({ value: role, word: roleWords[role].word }))}
          hint={roleWords[values.role].sentence}
          onChange={(role) => form.change({ role, without: [] })}
        />
        <Select
          {...(values.expiry === 'day' ? {} : form.field('expiresAt'))}
          label={tokenFields.expiresAt.label}
          value={values.expiry}
          options={expiries}
          {...(values.expiry === 'never' && { hint: 'It works until somebody revokes it.' })}
          onChange={(expiry) => form.change({ expiry })}
        />
      </div>
      {values.expiry === 'day' && (
        <TextField
          {...form.field('expiresAt')}
          label="Last day (UTC)"
          type="date"
          value={values.day}
          onChange={(event) => form.change({ day: event.currentTarget.value })}
        />
      )}
      <ScopesField
        {...form.field('scopes')}
        role={values.role}
        without={values.without}
        onChange={(without) => form.change({ without })}
      />
    </>
  );
}
