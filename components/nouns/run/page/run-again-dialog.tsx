'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { RetryRunDocument, RunVariablesDocument, type RunVariablesQuery } from '#components/generated/run.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import { VariablesDialog } from '#components/nouns/workflow/start/variables-dialog.tsx';
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
  const send = useSend(RetryRunDocument, (data) => data.retryRun);
  return (
    <VariablesDialog
      title={`Run ${run.workflow.name} again`}
      description={`A new run of version ${run.version.number} from its first step on. This one stays as it is.`}
      verb="Run again"
      definition={read.version.definition}
      given={isJsonObject(read.variables) ? read.variables : {}}
      onStart={async ({ variables }) => {
        const { data, refusals } = await send({ input: { run: run.id, from: 'START', variables } });
        const next = data?.retryRun.run ?? undefined;
        if (next !== undefined) go(runPath(next.id));
        return refusals;
      }}
      onClose={onClose}
    />
  );
}
