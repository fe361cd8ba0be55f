'use client';

import { UpsertQueueDocument } from '#components/generated/queues.ts';
import { RateField } from '#components/kit/form/duration/rate-field.tsx';
import { sayRateNow } from '#components/kit/form/duration/rate-text.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { sayCap } from '#components/kit/words/say-cap.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { queueFields, queueFieldsOf, readCap, readQueue } from './queue-form.ts';
import type { Queue } from './queue-standing.ts';

type Parts = {
  /** The queue to change; a new one when undefined. */
  queue: Queue | undefined;
  /** Names that a new queue may not have. */
  taken: readonly string[];
  onClose: () => void;
};

/** Makes a queue, or changes the priority, the weight, the cap and the rate of one. */
export function QueueDialog({ queue, taken, onClose }: Parts) {
  const isNew = queue === undefined;
  const upsert = useSend(UpsertQueueDocument, (data) => data.upsertQueue);
  const say = useToast();
  const form = useForm({
    initial: queueFieldsOf(queue),
    fields: queueFields,
    check: (values) => readQueue(values, isNew ? taken : []).problems,
    send: async (values) => {
      const { input } = readQueue(values, isNew ? taken : []);
      if (input === undefined) return [];
      const { refusals } = await upsert({ input });
      if (refusals.length > 0) return refusals;
      say({ words: `${input.name} is ${isNew ? 'made' : 'changed'}`, kind: 'done' });
      onClose();
      return [];
    },
  });
  return (
    <FormDialog
      form={form}
      title={isNew ? 'New queue' : `Queue ${queue.name}`}
      verb={isNew ? 'Make queue' : 'Save'}
      onClose={onClose}
    >
      {isNew && (
        <TextField
          {...form.field('name')}
          label={queueFields.name.label}
          hint="Tasks and jobs name it."
          required
          autoComplete="off"
          value={form.values.name}
          onChange={(event) => form.change({ name: event.currentTarget.value })}
        />
      )}
      <TextField
        {...form.field('priority')}
        label={queueFields.priority.label}
        hint="Of two queues of the tenant with waiting jobs, the higher one goes first."
        inputMode="numeric"
        value={form.values.priority}
        onChange={(event) => form.change({ priority: event.currentTarget.value })}
      />
      <TextField
        {...form.field('weight')}
        label={queueFields.weight.label}
        hint="Its share beside queues of the same priority: 3 starts three jobs for each of a queue with 1."
        inputMode="numeric"
        value={form.values.weight}
        onChange={(event) => form.change({ weight: event.currentTarget.value })}
      />
      <TextField
        {...form.field('concurrency')}
        label={queueFields.concurrency.label}
        hint={capHint(queue, form.values.concurrency)}
        inputMode="numeric"
        placeholder="no cap"
        value={form.values.concurrency}
        onChange={(event) => form.change({ concurrency: event.currentTarget.value })}
      />
      <RateField
        {...form.field('rate')}
        label={queueFields.rate.label}
        hint={sayRateNow(form.values, queue?.depth ?? 0)}
        value={form.values}
        onChange={form.change}
      />
    </FormDialog>
  );
}

// What the cap that is typed does at once: a rule alone would leave that to be found out.
function capHint(queue: Queue | undefined, typed: string): string {
  const cap = readCap(typed);
  if (queue === undefined || cap === undefined || cap === queue.concurrency)
    return 'How many of its jobs may run at once. Empty means no cap; 0 lets nothing start.';
  return sayCap({ running: queue.running, waiting: queue.depth }, cap);
}
