'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobToRetryDocument, type JobToRetryQuery, RetryJobDocument } from '#components/generated/jobs.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { readObject } from '#components/kit/form/schema/json-text.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isJsonObject } from '#domain/value/json.ts';
import { type ParamsValues, paramsAtFirst, problemsInParams, readParams } from './retry-form.ts';

type Parts = { id: string; onClose: () => void };
type Read = NonNullable<JobToRetryQuery['job']>;
type Field = 'params' | 'reason';

const fields = {
  params: { label: 'Params', of: ['params'] },
  reason: { label: 'Reason', of: ['reason'] },
} as const;

/** Asks with which params a job is tried again; those it had stay with the attempts that went with them. */
export function RetryDialog({ id, onClose }: Parts) {
  const { data, fault, reload } = useReading({ query: JobToRetryDocument, variables: { id } });
  const read = data?.job ?? undefined;
  if (read !== undefined) return <Form id={id} read={read} onClose={onClose} />;
  return (
    <Dialog title="Retry with other params" onClose={onClose}>
      {fault === undefined ? <Skeleton rows={5} /> : <FaultNotice fault={fault} onRetry={reload} />}
    </Dialog>
  );
}

function Form({ id, read, onClose }: Parts & { read: Read }) {
  const send = useSend(RetryJobDocument, (data) => data.retryJob);
  const say = useToast();
  const schema = isJsonObject(read.task.inputSchema) ? read.task.inputSchema : undefined;
  const isObject = schema !== undefined || readObject(paramsAtFirst(read.params)) !== undefined;
  const form = useForm<Field, ParamsValues>({
    initial: { params: paramsAtFirst(read.params), reason: '' },
    fields,
    check: (values) => problemsInParams(values, { schema, isObject }),
    send: async ({ params, reason }) => {
      const asked = { id, params: readParams(params), ...(reason.trim() !== '' && { reason: reason.trim() }) };
      const { data, refusals } = await send(asked);
      if (data !== undefined) {
        say({ words: 'The job waits for its next attempt, with other params.', kind: 'done' });
        onClose();
      }
      return refusals;
    },
  });
  const { params } = form.values;
  const hint = 'Those it had stay with the attempts that went with them.';
  return (
    <FormDialog
      form={form}
      title={`Retry ${read.task.name} with other params`}
      width="medium"
      verb="Retry job"
      onClose={onClose}
    >
      {isObject ? (
        <SchemaField
          {...form.field('params')}
          label="Params"
          hint={hint}
          schema={schema}
          value={params}
          inner={form.inner('params')}
          onChange={(next) => form.change({ params: next })}
        />
      ) : (
        <TextArea
          {...form.field('params')}
          isMono
          label="Params"
          hint={hint}
          value={params}
          onChange={(event) => form.change({ params: event.currentTarget.value })}
        />
      )}
      <TextField
        {...form.field('reason')}
        label="Reason (optional)"
        hint="Stands in the log beside your name."
        maxLength={500}
        value={form.values.reason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
