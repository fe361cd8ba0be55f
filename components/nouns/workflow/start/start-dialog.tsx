'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { type VersionTextFragment, WorkflowToStartDocument } from '#components/generated/documents.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { bounds } from '#domain/bounds.ts';
import { fieldsOf, typedAtFirst } from './start-form.ts';
import { StartWindow } from './start-window.tsx';
import { useStartRun } from './use-start-run.ts';
import { useVariablesForm } from './use-variables-form.ts';

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
  const fields = fieldsOf(version.definition);
  const form = useVariablesForm(fields, () => typedAtFirst(fields));
  const { start, isBusy } = useStartRun();
  const begin = async (data: FormData) => {
    const variables = form.read();
    if (variables === undefined) return;
    const key = data.get('idempotencyKey');
    const idempotencyKey = typeof key === 'string' && key.trim() !== '' ? { idempotencyKey: key.trim() } : {};
    const answer = await start({ workflow: workflow.name, version: version.number, variables, ...idempotencyKey });
    if (answer.kind === 'started') go(runPath(answer.runId));
    else form.refuse(answer.refusals);
  };
  const steps = `${version.stepCount} ${version.stepCount === 1 ? 'step' : 'steps'}`;
  return (
    <StartWindow
      title={`Start ${workflow.name}`}
      description={`Version ${version.number}, ${steps}.${fields.length === 0 ? ' It takes no variables.' : ''}`}
      verb="Start run"
      form={form}
      isBusy={isBusy}
      onStart={begin}
      onClose={onClose}
    >
      <MoreFields />
    </StartWindow>
  );
}

function MoreFields() {
  return (
    <details>
      <summary className="w-fit py-1 text-quiet">More</summary>
      <div className="pt-1">
        <TextField
          label="Idempotency key"
          name="idempotencyKey"
          autoComplete="off"
          maxLength={bounds.nameLengthMax}
          hint="A second start with the same key leads to the first run instead of making another."
        />
      </div>
    </details>
  );
}
