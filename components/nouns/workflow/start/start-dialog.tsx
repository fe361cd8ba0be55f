'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import {
  StartRunDocument,
  type VersionTextFragment,
  WorkflowToStartDocument,
} from '#components/generated/workflows.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { VariablesDialog } from './variables-dialog.tsx';

type StartableVersion = Pick<VersionTextFragment, 'number' | 'stepCount' | 'definition'>;
type Parts = {
  workflow: { id: string; name: string };
  /** The version to start; the latest one is read when none is given. */
  version?: StartableVersion;
  onClose: () => void;
};

/** Asks for the variables of a run, starts it and goes there. */
export function StartDialog({ workflow, version, onClose }: Parts) {
  const { data, fault, reload } = useReading({
    query: WorkflowToStartDocument,
    variables: { id: workflow.id },
    pause: version !== undefined,
  });
  const started = version ?? data?.workflow?.latestVersion;
  if (started !== undefined) return <StartForm workflow={workflow} version={started} onClose={onClose} />;
  return (
    <Dialog title={`Start ${workflow.name}`} onClose={onClose}>
      {fault === undefined ? <Skeleton rows={4} /> : <FaultNotice fault={fault} onRetry={reload} />}
    </Dialog>
  );
}

function StartForm({ workflow, version, onClose }: Required<Parts>) {
  const go = useGo();
  const send = useSend(StartRunDocument, (data) => data.startRun);
  const steps = `${version.stepCount} ${version.stepCount === 1 ? 'step' : 'steps'}`;
  return (
    <VariablesDialog
      title={`Start ${workflow.name}`}
      description={`Version ${version.number}, ${steps}.`}
      verb="Start run"
      definition={version.definition}
      hasKey
      onStart={async ({ variables, idempotencyKey }) => {
        const input = { workflow: workflow.name, version: version.number, variables };
        const { data, refusals } = await send({
          input: { ...input, ...(idempotencyKey !== '' && { idempotencyKey }) },
        });
        const run = data?.startRun.run ?? undefined;
        if (run !== undefined) go(runPath(run.id));
        return refusals;
      }}
      onClose={onClose}
    />
  );
}
