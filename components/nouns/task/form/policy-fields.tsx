'use client';

import { useReading } from '#components/api/use-reading.ts';
import { TaskQueuesDocument } from '#components/generated/tasks.ts';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { DurationField } from '#components/kit/form/duration/duration-field.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { type RetryJitter, type RetryStrategy, retryJitters, retryStrategies } from '#domain/task/retry-policy.ts';
import type { TaskFormProps } from './task-builder.tsx';
import { type TaskField, taskFields } from './task-form.ts';

const strategyWords: Record<RetryStrategy, string> = {
  FIXED: 'the same each time',
  LINEAR: 'longer by the first each time',
  EXPONENTIAL: 'twice as long each time',
};
const jitterWords: Record<RetryJitter, string> = {
  NONE: 'exactly so long',
  FULL: 'anything up to that',
  EQUAL: 'half of it, and the other half by chance',
};

/** What holds for the jobs: where they wait, how long they may take, and what happens after a failure. */
export function PolicyFields({ form }: TaskFormProps) {
  const { data } = useReading({ query: TaskQueuesDocument, variables: {} });
  const { queue, priority } = form.values;
  return (
    <>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Combobox
          {...form.field('queue')}
          label={taskFields.queue.label}
          value={queue}
          options={(data?.queues ?? []).map(({ name }) => ({ value: name }))}
          onChange={(next) => form.change({ queue: next })}
        />
        <TextField
          {...form.field('priority')}
          label={taskFields.priority.label}
          inputMode="numeric"
          autoComplete="off"
          hint="Higher goes first in its queue: a point is worth a minute of waiting."
          value={priority}
          onChange={(event) => form.change({ priority: event.currentTarget.value })}
        />
        <Span form={form} field="timeout" />
      </div>
      <RetryFields form={form} />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Span form={form} field="startBy" hint="After it was due; an alert is raised when it has not." />
        <Span form={form} field="maxDuration" hint="An alert is raised when it does." />
      </div>
    </>
  );
}

function RetryFields({ form }: TaskFormProps) {
  const { maxAttempts, strategy, jitter, resultContract, resultSchema } = form.values;
  const isTriedAgain = maxAttempts.trim() !== '1';
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <TextField
        {...form.field('maxAttempts')}
        label={taskFields.maxAttempts.label}
        inputMode="numeric"
        autoComplete="off"
        value={maxAttempts}
        onChange={(event) => form.change({ maxAttempts: event.currentTarget.value })}
      />
      {isTriedAgain && (
        <>
          <Select
            label="The delay between them is"
            value={strategy}
            options={retryStrategies.map((value) => ({ value, word: strategyWords[value] }))}
            onChange={(next) => form.change({ strategy: next })}
          />
          <Span form={form} field="baseDelay" />
          {strategy !== 'FIXED' && <Span form={form} field="maxDelay" />}
          <Select
            label="And lasts"
            value={jitter}
            options={retryJitters.map((value) => ({ value, word: jitterWords[value] }))}
            onChange={(next) => form.change({ jitter: next })}
          />
          {(resultContract || resultSchema.trim() !== '') && (
            <Checkbox
              label="Try again when the result does not fit"
              hint="Otherwise its job fails at once: the same work mostly leaves the same result."
              checked={resultContract}
              onChange={(next) => form.change({ resultContract: next })}
            />
          )}
        </>
      )}
    </div>
  );
}

type SpanField = Extract<TaskField, 'timeout' | 'baseDelay' | 'maxDelay' | 'startBy' | 'maxDuration'>;

function Span({ form, field, hint }: TaskFormProps & { field: SpanField; hint?: string }) {
  return (
    <DurationField
      {...form.field(field)}
      label={taskFields[field].label}
      {...(hint !== undefined && { hint })}
      value={form.values[field]}
      onChange={(next) => form.change({ [field]: next })}
    />
  );
}
