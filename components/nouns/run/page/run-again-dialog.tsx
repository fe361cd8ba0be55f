'use client';

import { useMutation } from 'urql';
import { useGo } from '#components/address/tenant-context.tsx';
import { faultOf } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { RetryRunDocument, RunVariablesDocument, type RunVariablesQuery } from '#components/generated/documents.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import { fieldsOf, typedOf } from '#components/nouns/workflow/start/start-form.ts';
import { StartWindow } from '#components/nouns/workflow/start/start-window.tsx';
import { useVariablesForm } from '#components/nouns/workflow/start/use-variables-form.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isJsonObject } from '#domain/value/json.ts';
import type { RunDetails } from './use-run.ts';

type Parts = { run: RunDetails; onClose: () => void };
type Read = NonNullable<RunVariablesQuery['run']>;

/** Asks with which variables to run again, starts the new run and goes there. */
export function RunAgainDialog({ run, onClose }: Parts) {
  const { data, fault, reload } = useReading({
    query: RunVariablesDocument,
    variables: { id: run.id },
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
  const go = useGo();
  const fields = fieldsOf(read.version.definition);
  const values = isJsonObject(read.variables) ? read.variables : {};
  const form = useVariablesForm(fields, () =>
    Object.fromEntries(fields.map((field) => [field.name, typedOf(field, values[field.name] ?? null)])),
  );
  const [{ fetching }, execute] = useMutation(RetryRunDocument);
  const begin = async () => {
    const variables = form.read();
    if (variables === undefined) return;
    const { data, error } = await execute({ input: { run: run.id, from: 'START', variables } });
    const next = data?.retryRun.run?.id;
    if (next !== undefined) go(runPath(next));
    else if (error !== undefined) form.refuse([{ message: faultOf(error).sentence }]);
    else form.refuse(data?.retryRun.userErrors ?? []);
  };
  return (
    <StartWindow
      title={`Run ${run.workflow.name} again`}
      description={`A new run of version ${run.version.number} from its first step on. This one stays as it is.${fields.length === 0 ? ' It takes no variables.' : ''}`}
      verb="Run again"
      form={form}
      isBusy={fetching}
      onStart={begin}
      onClose={onClose}
    />
  );
}
