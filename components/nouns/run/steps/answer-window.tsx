'use client';

import type { StepWaitFieldsFragment } from '#components/generated/step-wait.ts';
import { DecideApprovalDocument, SendSignalDocument } from '#components/generated/step-wait.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import type { InnerProblem, Problems } from '#components/kit/form/form-state.ts';
import { printJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { misfitsOf } from '#components/kit/form/schema/misfits.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';

export type Answering = 'APPROVE' | 'DENY' | 'SIGNAL';

type Parts = {
  run: string;
  step: string;
  wait: StepWaitFieldsFragment;
  how: Answering;
  onDone: () => void;
  onClose: () => void;
};
type Field = 'given' | 'comment';
type Values = { given: string; comment: string };

const words = {
  APPROVE: { verb: 'Approve', says: 'The run goes on.' },
  DENY: { verb: 'Deny', says: 'The step fails: the run goes on only where a step waits for that.' },
  SIGNAL: { verb: 'Send signal', says: 'The step that waits for it goes on, with the payload as its result.' },
} as const;

const fields = {
  given: { label: 'Form', of: ['given'] },
  comment: { label: 'Comment', of: ['comment'] },
} as const;

/** Answers what a step waits for: a decision with its form, or a signal with its payload. */
export function AnswerWindow({ run, step, wait, how, onDone, onClose }: Parts) {
  const send = useAnswer({ run, step, wait, how });
  const schema = isJsonObject(wait.form) ? wait.form : undefined;
  const form = useForm<Field, Values>({
    initial: { given: schema === undefined ? '' : printJson({}), comment: '' },
    fields,
    check: ({ given }) => problemsIn(how, schema, given),
    send: async (values) => {
      const refusals = await send(values);
      if (refusals.length === 0) onDone();
      return refusals;
    },
  });
  const asksForm = how === 'SIGNAL' || (how === 'APPROVE' && schema !== undefined);
  const own = form.wasTried && schema !== undefined ? misfits(schema, form.values.given) : [];
  return (
    <FormDialog
      form={form}
      title={how === 'SIGNAL' ? `Send the signal ${wait.signal ?? ''}?` : (wait.title ?? step)}
      description={words[how].says}
      width={asksForm ? 'medium' : 'small'}
      verb={words[how].verb}
      onClose={onClose}
    >
      {asksForm && (
        <SchemaField
          {...form.field('given')}
          label={how === 'SIGNAL' ? 'Payload (optional)' : 'Form'}
          schema={how === 'SIGNAL' ? undefined : schema}
          value={form.values.given}
          inner={own.length > 0 ? own : form.inner('given')}
          onChange={(given) => form.change({ given })}
        />
      )}
      {how !== 'SIGNAL' && (
        <TextField
          {...form.field('comment')}
          label="Comment (optional)"
          hint="Stands with the decision."
          maxLength={500}
          value={form.values.comment}
          onChange={(event) => form.change({ comment: event.currentTarget.value })}
        />
      )}
    </FormDialog>
  );
}

function useAnswer({ run, step, wait, how }: Pick<Parts, 'run' | 'step' | 'wait' | 'how'>) {
  const decide = useSend(DecideApprovalDocument, (data) => data.decideApproval);
  const signal = useSend(SendSignalDocument, (data) => data.sendSignal);
  return async ({ given, comment }: Values) => {
    const object = readObject(given) ?? {};
    if (how === 'SIGNAL') {
      const payload = given.trim() === '' ? null : object;
      return (await signal({ input: { run, signal: wait.signal ?? '', payload } })).refusals;
    }
    const form = how === 'APPROVE' && wait.form !== null ? object : null;
    const said = comment.trim() === '' ? null : comment.trim();
    return (await decide({ input: { run, step, decision: how, form, comment: said } })).refusals;
  };
}

function misfits(schema: JsonObject, text: string): InnerProblem[] {
  const object = readObject(text);
  return object === undefined ? [] : misfitsOf(schema, object, 'field');
}

function problemsIn(how: Answering, schema: JsonObject | undefined, text: string): Problems<Field> {
  if (how === 'DENY' || (how === 'APPROVE' && schema === undefined)) return {};
  if (readObject(text) === undefined) return { given: 'This is one JSON object: { "name": value }.' };
  const found = how === 'APPROVE' && schema !== undefined ? misfits(schema, text) : [];
  const said = found.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return said.length === 0 ? {} : { given: said.join(' ') };
}
