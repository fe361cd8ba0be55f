'use client';

import { useReading } from '#components/api/use-reading.ts';
import { QueuesBesideDocument, UpsertQueueDocument } from '#components/generated/queues.ts';
import { RateField } from '#components/kit/form/duration/rate-field.tsx';
import { sayRateNow } from '#components/kit/form/duration/rate-text.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { sayCap } from '#components/kit/words/say-cap.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { type QueueFields, queueFields, queueFieldsOf, readCap, readQueue } from './queue-form.ts';
import type { Queue } from './queue-standing.ts';
import { type QueueBeside, sayPriorityNow, sayWeightNow } from './say-queue-change.ts';

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
  const hints = useHints(queue, form.values);
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
        hint={hints.priority}
        inputMode="numeric"
        value={form.values.priority}
        onChange={(event) => form.change({ priority: event.currentTarget.value })}
      />
      <TextField
        {...form.field('weight')}
        label={queueFields.weight.label}
        hint={hints.weight}
        inputMode="numeric"
        value={form.values.weight}
        onChange={(event) => form.change({ weight: event.currentTarget.value })}
      />
      <TextField
        {...form.field('concurrency')}
        label={queueFields.concurrency.label}
        hint={hints.cap}
        inputMode="numeric"
        placeholder="no cap"
        value={form.values.concurrency}
        onChange={(event) => form.change({ concurrency: event.currentTarget.value })}
      />
      <RateField
        {...form.field('rate')}
        label={queueFields.rate.label}
        hint={hints.rate}
        value={form.values}
        onChange={form.change}
      />
    </FormDialog>
  );
}

/** What is typed does at once; a rule alone would leave that to be found out. */
function useHints(row: Queue | undefined, typed: QueueFields) {
  // As they are now: the row that led here may be of some seconds ago.
  const all = useReading({ query: QueuesBesideDocument, variables: {} }).data?.queues;
  const queue = row && { ...row, ...all?.find(({ id }) => id === row.id) };
  const beside: readonly QueueBeside[] = all?.filter(({ id }) => id !== row?.id) ?? [];
  const { input } = readQueue(typed);
  const isOther = (field: 'priority' | 'weight') =>
    queue !== undefined && input !== undefined && (input[field] !== queue[field] || input.priority !== queue.priority);
  return {
    priority:
      input !== undefined && isOther('priority')
        ? sayPriorityNow(input.priority, beside)
        : 'Of two queues of the tenant with waiting jobs, the higher one goes first.',
    weight:
      input !== undefined && isOther('weight')
        ? sayWeightNow(input.weight, input.priority, beside)
        : 'Its share beside queues of the same priority: 3 starts three jobs for each of a queue with 1.',
    cap: capHint(queue, typed.concurrency),
    rate: sayRateNow(typed, queue?.depth ?? 0),
  };
}

function capHint(queue: Queue | undefined, typed: string): string {
  const cap = readCap(typed);
  if (queue === undefined || cap === undefined || cap === queue.concurrency)
    return 'How many of its jobs may run at once. Empty means no cap; 0 lets nothing start.';
  return sayCap({ running: queue.running, waiting: queue.depth }, cap);
}
