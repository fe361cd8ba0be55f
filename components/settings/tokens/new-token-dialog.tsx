'use client';

import { type FormEvent, useId, useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { CreateApiTokenDocument } from '#components/generated/documents.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { roleWords } from '#components/settings/say-role.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { ScopesField } from './scopes-field.tsx';
import {
  emptyToken,
  expiries,
  grantableRoles,
  newToken,
  problemsInToken,
  type TokenForm,
  type TokenProblems,
} from './token-form.ts';
import { TokenSecret } from './token-secret.tsx';

/** Makes a token and shows its secret, this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [form, setForm] = useState(emptyToken);
  const [problems, setProblems] = useState<TokenProblems>({});
  const [made, setMade] = useState<{ name: string; plaintext: string }>();
  const create = useCommand(CreateApiTokenDocument, (data) => data.createApiToken);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const nowMs = Date.now();
    const found = problemsInToken(form, nowMs);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    const answer = await create.run({ input: newToken(form, nowMs) });
    const plaintext = answer?.createApiToken.plaintext ?? undefined;
    if (plaintext !== undefined) setMade({ name: form.name.trim(), plaintext });
  };
  if (made !== undefined) return <TokenSecret {...made} onClose={onClose} />;
  return (
    <Dialog
      title="New API token"
      description="A program that carries it acts in this tenant, as far as its role goes."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Make none</Button>
          <Button kind="primary" type="submit" form={id} isBusy={create.isBusy}>
            Make the token
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <TokenFields form={form} problems={problems} onChange={(part) => setForm({ ...form, ...part })} />
        <Refusal sentence={create.refusal} />
      </form>
    </Dialog>
  );
}

type FieldsProps = { form: TokenForm; problems: TokenProblems; onChange: (part: Partial<TokenForm>) => void };

function TokenFields({ form, problems, onChange }: FieldsProps) {
  const { viewer } = useViewer();
  const offered = grantableRoles(viewer?.role ?? 'VIEWER');
  return (
    <>
      <TextField
        label="What it is for"
        placeholder="CI pipeline"
        autoComplete="off"
        value={form.name}
        problem={problems.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <div className="grid grid-cols-2 gap-3">
        <Select
          label="Role"
          value={form.role}
          options={offered.map((role) => ({ value: role, word: roleWords[role].word }))}
          hint={roleWords[form.role].sentence}
          problem={problems.role}
          onChange={(role) => onChange({ role, without: [] })}
        />
        <Select
          label="Ends"
          value={form.expiry}
          options={expiries}
          problem={form.expiry === 'day' ? undefined : problems.expiresAt}
          {...(form.expiry === 'never' && { hint: 'It works until somebody revokes it.' })}
          onChange={(expiry) => onChange({ expiry })}
        />
      </div>
      {form.expiry === 'day' && (
        <TextField
          label="Last day (UTC)"
          type="date"
          value={form.day}
          problem={problems.expiresAt}
          onChange={(event) => onChange({ day: event.currentTarget.value })}
        />
      )}
      <ScopesField
        role={form.role}
        without={form.without}
        problem={problems.scopes}
        onChange={(without) => onChange({ without })}
      />
    </>
  );
}
