'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { type VersionTextFragment, WorkflowToStartDocument } from '#components/generated/documents.ts';
import { FaultNotice, Refusal } from '#components/page/notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { bounds } from '#domain/bounds.ts';
import { StartFieldInput } from './start-field.tsx';
import { fieldsOf, placeRefusals, readForm, typedAtFirst } from './start-form.ts';
import { useStartRun } from './use-start-run.ts';

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
    requestPolicy: 'network-only',
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
  const router = useRouter();
  const formId = useId();
  const fields = fieldsOf(version.definition);
  const [typed, setTyped] = useState(() => typedAtFirst(fields));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [rest, setRest] = useState<string[]>([]);
  const { start, isBusy } = useStartRun();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('idempotencyKey');
    const read = readForm(fields, typed);
    setProblems(read.ok ? {} : read.problems);
    setRest([]);
    if (!read.ok) return;
    const idempotencyKey = typeof key === 'string' && key.trim() !== '' ? { idempotencyKey: key.trim() } : {};
    const answer = await start({
      workflow: workflow.name,
      version: version.number,
      variables: read.variables,
      ...idempotencyKey,
    });
    if (answer.kind === 'started') return router.push(`/runs/${answer.runId}`);
    const placed = placeRefusals(answer.refusals, fields);
    setProblems(placed.byField);
    setRest(placed.rest);
  };
  const type = (name: string, text: string) => {
    setTyped((now) => ({ ...now, [name]: text }));
    setProblems(({ [name]: _, ...others }) => others);
  };
  return (
    <Dialog
      title={`Start ${workflow.name}`}
      description={`Version ${version.number}, ${version.stepCount} ${version.stepCount === 1 ? 'step' : 'steps'}.${fields.length === 0 ? ' It takes no variables.' : ''}`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Do not start</Button>
          <Button kind="primary" type="submit" form={formId} isBusy={isBusy}>
            Start run
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {fields.map((field) => (
          <StartFieldInput
            key={field.name}
            field={field}
            typed={typed[field.name] ?? ''}
            problem={problems[field.name]}
            onType={(text) => type(field.name, text)}
          />
        ))}
        <MoreFields />
        <Refusal sentence={rest.length === 0 ? undefined : rest.join('. ')} />
      </form>
    </Dialog>
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
