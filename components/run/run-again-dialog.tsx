'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useMutation } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { RetryRunDocument, RunVariablesDocument, type RunVariablesQuery } from '#components/generated/documents.ts';
import { FaultNotice, Refusal } from '#components/page/notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StartFieldInput } from '#components/workflows/start-field.tsx';
import { fieldsOf, placeRefusals, readForm, typedOf } from '#components/workflows/start-form.ts';
import { isJsonObject } from '#domain/json.ts';
import type { RunDetails } from './use-run.ts';

type Parts = { run: RunDetails; onClose: () => void };
type Read = NonNullable<RunVariablesQuery['run']>;

/** Asks with which variables to run again, starts the new run and goes there. */
export function RunAgainDialog({ run, onClose }: Parts) {
  const { data, fault, reload } = useReading({
    query: RunVariablesDocument,
    variables: { id: run.id },
    requestPolicy: 'network-only',
  });
  const read = data?.run ?? undefined;
  if (read !== undefined) return <Form run={run} read={read} onClose={onClose} />;
  return (
    <Dialog title={`Run ${run.workflow.name} again`} width="small" onClose={onClose}>
      {fault === undefined ? <Skeleton rows={4} /> : <FaultNotice fault={fault} onRetry={reload} />}
    </Dialog>
  );
}

function Form({ run, read, onClose }: Parts & { read: Read }) {
  const router = useRouter();
  const formId = useId();
  const fields = fieldsOf(read.version.definition);
  const values = isJsonObject(read.variables) ? read.variables : {};
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map((field) => [field.name, typedOf(field, values[field.name] ?? null)])),
  );
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [rest, setRest] = useState<string[]>([]);
  const [{ fetching }, execute] = useMutation(RetryRunDocument);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = readForm(fields, typed);
    setProblems(form.ok ? {} : form.problems);
    setRest([]);
    if (!form.ok) return;
    const { data, error } = await execute({ input: { run: run.id, from: 'START', variables: form.variables } });
    const next = data?.retryRun.run?.id;
    if (next !== undefined) return router.push(`/runs/${next}`);
    if (error !== undefined) return setRest([faultOf(error).sentence]);
    const placed = placeRefusals(data?.retryRun.userErrors ?? [], fields);
    setProblems(placed.byField);
    setRest(placed.rest);
  };
  return (
    <Dialog
      title={`Run ${run.workflow.name} again`}
      description={`A new run of version ${run.version.number} from its first step on. This one stays as it is.`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Do not start</Button>
          <Button kind="primary" type="submit" form={formId} isBusy={fetching}>
            Run again
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {fields.length === 0 && <p className="text-quiet">It takes no variables.</p>}
        {fields.map((field) => (
          <StartFieldInput
            key={field.name}
            field={field}
            typed={typed[field.name] ?? ''}
            problem={problems[field.name]}
            onType={(text) => setTyped((now) => ({ ...now, [field.name]: text }))}
          />
        ))}
        <Refusal sentence={rest.length === 0 ? undefined : rest.join('. ')} />
      </form>
    </Dialog>
  );
}
