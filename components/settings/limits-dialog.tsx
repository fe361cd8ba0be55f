'use client';

import { type FormEvent, useId, useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { type TenantSettingsFragment, UpdateTenantLimitsDocument } from '#components/generated/documents.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { type LimitsForm, type LimitsProblems, limitsForm, readLimits } from './limits-form.ts';

/** Changes what the tenant may use at once. */
export function LimitsDialog({ tenant, onClose }: { tenant: TenantSettingsFragment; onClose: () => void }) {
  const id = useId();
  const [form, setForm] = useState(() => limitsForm(tenant.limits));
  const [problems, setProblems] = useState<LimitsProblems>({});
  const update = useCommand(UpdateTenantLimitsDocument, (data) => data.updateTenantLimits);
  const say = useToast();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const read = readLimits(form);
    setProblems(read.ok ? {} : read.problems);
    if (!read.ok || (await update.run({ input: { tenant: tenant.id, limits: read.limits } })) === undefined) return;
    say({ words: 'The limits were changed', kind: 'done' });
    onClose();
  };
  const field = (name: keyof LimitsForm) => ({
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    value: form[name],
    problem: problems[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <Dialog
      title={`Limits of ${tenant.name}`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep as they are</Button>
          <Button kind="primary" type="submit" form={id} isBusy={update.isBusy}>
            Change the limits
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
        <TextField label="Jobs running at once" hint="Empty: no limit." {...field('maxRunningJobs')} />
        <TextField
          label="Jobs waiting"
          hint="More are refused when they are enqueued. Empty: no limit."
          {...field('maxQueuedJobs')}
        />
        <Refusal sentence={update.refusal} />
      </form>
    </Dialog>
  );
}
