'use client';

import { type QuotaRowFragment, UpsertQuotaDocument } from '#components/generated/quotas.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Sentence } from '#components/time/sentence.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import {
  freeKinds,
  keyOfKind,
  kindOf,
  nameOfQuota,
  problemsInQuota,
  type QuotaField,
  type QuotaForm,
  quotaFields,
  readMax,
  sayChange,
} from './quota-words.ts';

type Parts = { quota: QuotaRowFragment | undefined; taken: readonly QuotaRowFragment[]; onClose: () => void };

/** Makes a quota or changes how much of it there is, and says what that does at once. */
export function QuotaDialog({ quota, taken, onClose }: Parts) {
  const upsert = useSend(UpsertQuotaDocument, (data) => data.upsertQuota);
  const say = useToast();
  const kinds = quota === undefined ? freeKinds(taken) : [quota];
  const [first] = kinds;
  const form = useForm<QuotaField, QuotaForm>({
    initial: { kind: first === undefined ? '' : keyOfKind(first), max: quota === undefined ? '' : String(quota.max) },
    fields: quotaFields,
    check: problemsInQuota,
    send: async (values) => {
      const [kind, max] = [kindOf(values.kind), readMax(values.max)];
      if (kind === undefined || max === undefined) return [];
      const { refusals } = await upsert({ input: { ...kind, max } });
      if (refusals.length > 0) return refusals;
      say({ words: `${nameOfQuota(kind)}: ${max.toLocaleString('en')} at most`, kind: 'done' });
      onClose();
      return [];
    },
  });
  const isNew = quota === undefined;
  return (
    <FormDialog
      form={form}
      title={isNew ? 'New quota' : `Quota of ${nameOfQuota(quota).toLowerCase()}`}
      verb={isNew ? 'Make the quota' : 'Change the quota'}
      onClose={onClose}
    >
      {isNew && (
        <Select
          {...form.field('kind')}
          label={quotaFields.kind.label}
          value={form.values.kind}
          options={kinds.map((kind) => ({ value: keyOfKind(kind), word: nameOfQuota(kind) }))}
          onChange={(kind) => form.change({ kind })}
        />
      )}
      <TextField
        {...form.field('max')}
        label={quotaFields.max.label}
        inputMode="numeric"
        autoComplete="off"
        value={form.values.max}
        hint={<Sentence text={sayChange(quota, form.values.max)} />}
        onChange={(event) => form.change({ max: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
