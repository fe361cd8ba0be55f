'use client';

import { useReading } from '#components/api/use-reading.ts';
import { EnqueueTaskDocument, TaskQueuesDocument } from '#components/generated/tasks.ts';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { jobPath } from '#components/kit/words/paths.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { valueBounds } from '#domain/bounds/value.ts';
import { isJsonObject } from '#domain/value/json.ts';
import {
  type EnqueueField,
  type EnqueueValues,
  enqueueAtFirst,
  enqueueFields,
  enqueueInput,
  paramProblems,
  problemsInEnqueue,
} from './enqueue-form.ts';

type EnqueueWindowProps = {
  task: { name: string; inputSchema: unknown; queue: { name: string } };
  onClose: () => void;
};

/** The window in which one job of a task is made. Screens render `EnqueueDialog`, which fetches it. */
export function EnqueueWindow({ task, onClose }: EnqueueWindowProps) {
  const schema = isJsonObject(task.inputSchema) ? task.inputSchema : undefined;
  const { timeZone } = useZone();
  const say = useToast();
  const send = useSend(EnqueueTaskDocument, (data) => data.enqueueJob);
  const form = useForm<EnqueueField, EnqueueValues>({
    initial: enqueueAtFirst(schema),
    fields: enqueueFields,
    check: (values) => problemsInEnqueue(schema, values),
    send: async (values) => {
      const { data, refusals } = await send({ input: enqueueInput(task.name, values, timeZone) });
      if (refusals.length > 0) return refusals;
      const job = data?.enqueueJob.job ?? undefined;
      const words = data?.enqueueJob.idempotentReplay === true ? 'There was such a job already' : 'A job was enqueued';
      say({ words, kind: 'done', ...(job !== undefined && { link: { word: 'Open the job', href: jobPath(job.id) } }) });
      onClose();
      return [];
    },
  });
  const own = form.wasTried ? paramProblems(schema, form.values.params) : [];
  return (
    <FormDialog form={form} title={`Enqueue a job of ${task.name}`} verb="Enqueue" width="medium" onClose={onClose}>
      <SchemaField
        {...form.field('params')}
        label={enqueueFields.params.label}
        schema={schema}
        value={form.values.params}
        inner={own.length > 0 ? own : form.inner('params')}
        onChange={(params) => form.change({ params })}
      />
      <When form={form} timeZone={timeZone} />
      <More form={form} queue={task.queue.name} />
    </FormDialog>
  );
}

type PartProps = { form: Form<EnqueueField, EnqueueValues> };

function When({ form, timeZone }: PartProps & { timeZone: string }) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <TextField
        {...form.field('runAt')}
        label={enqueueFields.runAt.label}
        type="datetime-local"
        hint={`At once when empty. In ${timeZone}.`}
        value={form.values.runAt}
        onChange={(event) => form.change({ runAt: event.currentTarget.value })}
      />
      <TextField
        {...form.field('priority')}
        label={enqueueFields.priority.label}
        inputMode="numeric"
        autoComplete="off"
        hint="The task's own when empty. A point is worth a minute of waiting."
        value={form.values.priority}
        onChange={(event) => form.change({ priority: event.currentTarget.value })}
      />
    </div>
  );
}

function More({ form, queue }: PartProps & { queue: string }) {
  const { data } = useReading({ query: TaskQueuesDocument, variables: {} });
  return (
    <details>
      <summary className="w-fit py-1 text-quiet">More</summary>
      <div className="flex flex-col gap-3 pt-1">
        <TextField
          {...form.field('idempotencyKey')}
          label={enqueueFields.idempotencyKey.label}
          autoComplete="off"
          maxLength={valueBounds.nameLengthMax}
          hint="A second time with the same key finds the first job instead of making another."
          value={form.values.idempotencyKey}
          onChange={(event) => form.change({ idempotencyKey: event.currentTarget.value })}
        />
        <Combobox
          {...form.field('queue')}
          label={enqueueFields.queue.label}
          value={form.values.queue}
          options={(data?.queues ?? []).map(({ name }) => ({ value: name }))}
          placeholder={`${queue}, its own`}
          onChange={(value) => form.change({ queue: value })}
        />
        <TextField
          {...form.field('correlationId')}
          label={enqueueFields.correlationId.label}
          autoComplete="off"
          maxLength={valueBounds.nameLengthMax}
          hint="Your own id for the work this belongs to."
          value={form.values.correlationId}
          onChange={(event) => form.change({ correlationId: event.currentTarget.value })}
        />
      </div>
    </details>
  );
}
