'use client';

import { useReading } from '#components/api/use-reading.ts';
import {
  TenantLoadDocument,
  type TenantLoadQuery,
  type TenantSettingsFragment,
  UpdateTenantLimitsDocument,
} from '#components/generated/settings.ts';
import { RateField } from '#components/kit/form/duration/rate-field.tsx';
import { noRate } from '#components/kit/form/duration/rate-text.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { sayCap, sayWaitingCap } from '#components/kit/words/say-cap.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { type LimitsForm, limitsFields, limitsForm, readLimits } from './limits-form.ts';

/** Changes what the tenant may use at once. */
export function LimitsDialog({ tenant, onClose }: { tenant: TenantSettingsFragment; onClose: () => void }) {
  const update = useSend(UpdateTenantLimitsDocument, (data) => data.updateTenantLimits);
  const say = useToast();
  const load = useReading({ query: TenantLoadDocument, variables: {} }).data;
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
  const field = (name: 'maxRunningJobs' | 'maxQueuedJobs' | 'weight') => ({
    ...form.field(name),
    label: limitsFields[name].label,
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    value: form.values[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => form.change({ [name]: event.currentTarget.value }),
  });
  const hints = hintsOf(tenant, form.values, load);
  return (
    <FormDialog form={form} title={`Limits of ${tenant.name}`} verb="Change the limits" onClose={onClose}>
      <TextField {...field('maxRunningJobs')} hint={hints.running} />
      <TextField {...field('maxQueuedJobs')} hint={hints.queued} />
      <TextField {...field('weight')} hint={hints.weight} />
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

// What is typed does at once; a rule alone would leave that to be found out.
function hintsOf({ id, limits }: TenantSettingsFragment, typed: LimitsForm, load: TenantLoadQuery | undefined) {
  const { maxRunningJobs, maxQueuedJobs, weight } = readEach(typed);
  const waiting = load?.viewer.tenant?.id === id ? load.viewer.tenant.waitingJobs : undefined;
  const others = load?.tenants.nodes.filter((other) => other.id !== id).map((other) => other.limits.weight) ?? [];
  const leftOut = load === undefined ? 0 : load.tenants.totalCount - load.tenants.nodes.length;
  return {
    running:
      load === undefined || maxRunningJobs === undefined || maxRunningJobs === limits.maxRunningJobs
        ? 'Empty: no limit.'
        : sayCap(sumOf(load.queues), maxRunningJobs),
    queued:
      typeof waiting !== 'number' || maxQueuedJobs === undefined || maxQueuedJobs === limits.maxQueuedJobs
        ? 'More are refused when they are enqueued. What waits for another attempt, and steps of runs, do not count. Empty: no limit.'
        : sayWaitingCap(waiting, maxQueuedJobs),
    weight:
      load === undefined || typeof weight !== 'number' || weight === limits.weight
        ? 'Its share beside other tenants that have work: 3 starts three jobs for each of a tenant with 1.'
        : sayWeightOfTenant(weight, others, leftOut),
  };
}

function readEach(typed: LimitsForm) {
  const { limits } = readLimits({ ...typed, ...noRate });
  return { maxRunningJobs: limits?.maxRunningJobs, maxQueuedJobs: limits?.maxQueuedJobs, weight: limits?.weight };
}

function sumOf(queues: TenantLoadQuery['queues']) {
  const sum = (countOf: (queue: TenantLoadQuery['queues'][number]) => number) =>
    queues.reduce((all, queue) => all + countOf(queue), 0);
  return { running: sum(({ running }) => running), waiting: sum(({ depth }) => depth) };
}

// Who of them has work is not for one tenant to know.
function sayWeightOfTenant(weight: number, others: readonly number[], leftOut: number): string {
  if (others.length === 0) return 'There is no other tenant: all slots are its own.';
  const all = others.reduce((sum, other) => sum + other, weight);
  const beside = `${leftOut > 0 ? 'the first ' : ''}${sayCount(others.length, 'other tenant')}`;
  return `While ${beside} ${others.length === 1 ? 'has' : 'all have'} work: ${weight.toLocaleString('en')} of ${all.toLocaleString('en')} shares, ${((100 * weight) / all).toFixed(1)} % of what comes free; more while they rest.`;
}
