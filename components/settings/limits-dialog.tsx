'use client';

import { useReading } from '#components/api/use-reading.ts';
import {
  TenantLoadDocument,
  type TenantSettingsFragment,
  UpdateTenantLimitsDocument,
} from '#components/generated/settings.ts';
import { RateField } from '#components/kit/form/duration/rate-field.tsx';
import { noRate } from '#components/kit/form/duration/rate-text.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { sayCap } from '#components/kit/words/say-cap.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { limitsFields, limitsForm, readLimits } from './limits-form.ts';

/** Changes what the tenant may use at once. */
export function LimitsDialog({ tenant, onClose }: { tenant: TenantSettingsFragment; onClose: () => void }) {
  const update = useSend(UpdateTenantLimitsDocument, (data) => data.updateTenantLimits);
  const say = useToast();
  const queues = useReading({ query: TenantLoadDocument, variables: {} }).data?.queues;
  const form = useForm({
    initial: limitsForm(tenant.limits),
    fields: limitsFields,
    check: (values) => readLimits(values).problems,
    send: async (values) => {
      const { limits } = readLimits(values);
      if (limits === undefined) return [];
      const { refusals } = await update({ input: { tenant: tenant.id, limits } });
      if (refusals.length > 0) return refusals;
      say({ words: 'The limits were changed', kind: 'done' });
      onClose();
      return [];
    },
  });
  const field = (name: 'maxRunningJobs' | 'maxQueuedJobs') => ({
    ...form.field(name),
    label: limitsFields[name].label,
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    value: form.values[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => form.change({ [name]: event.currentTarget.value }),
  });
  return (
    <FormDialog form={form} title={`Limits of ${tenant.name}`} verb="Change the limits" onClose={onClose}>
      <TextField {...field('maxRunningJobs')} hint={runningHint(tenant, form.values.maxRunningJobs, queues)} />
      <TextField
        {...field('maxQueuedJobs')}
        hint="More are refused when they are enqueued. What waits for another attempt, and steps of runs, do not count. Empty: no limit."
      />
      <RateField
        {...form.field('rate')}
        label={limitsFields.rate.label}
        hint="Attempts of all its jobs, in any such span of time. Empty: no rate."
        value={form.values}
        onChange={form.change}
      />
    </FormDialog>
  );
}

type Loads = readonly { running: number; depth: number }[];

// What the limit that is typed does at once: a rule alone would leave that to be found out.
function runningHint({ limits }: TenantSettingsFragment, typed: string, queues: Loads | undefined): string {
  const cap = readLimits({ maxRunningJobs: typed, maxQueuedJobs: '', ...noRate }).limits?.maxRunningJobs;
  if (queues === undefined || cap === undefined || cap === limits.maxRunningJobs) return 'Empty: no limit.';
  const sum = (countOf: (queue: Loads[number]) => number) => queues.reduce((all, queue) => all + countOf(queue), 0);
  return sayCap({ running: sum(({ running }) => running), waiting: sum(({ depth }) => depth) }, cap);
}
