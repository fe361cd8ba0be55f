'use client';

import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { StartRunDocument } from '#components/generated/documents.ts';
import { Refusal } from '#components/page/notice.tsx';
import { readVariables, variablesToStartWith } from './start-form.ts';
import type { WorkflowDetails } from './workflows-page.tsx';

/** Asks for the variables of a run, starts it and goes there. */
export function StartDialog({ workflow, onClose }: { workflow: WorkflowDetails; onClose: () => void }) {
  const router = useRouter();
  const start = useCommand(StartRunDocument, (data) => data.startRun);
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('variables');
    const read = readVariables(typeof typed === 'string' ? typed : '');
    setProblem(read.ok ? undefined : read.problem);
    if (!read.ok) return;
    const answer = await start.run({ input: { workflow: workflow.name, variables: read.variables } });
    const run = answer?.startRun.run;
    if (run !== undefined && run !== null) router.push(`/runs/${run.id}`);
  };
  const variables = variablesToStartWith(workflow.latestVersion.definition);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content className="panel fixed left-1/2 top-24 z-50 w-[34rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 p-4">
          <Dialog.Title className="text-[1.15rem] font-semibold">Start {workflow.name}</Dialog.Title>
          <Dialog.Description className="mt-1 text-quiet">
            Version {workflow.version}, {workflow.latestVersion.stepCount} steps. A variable left null keeps its
            default.
          </Dialog.Description>
          <form onSubmit={(event) => void submit(event)} className="mt-3 flex flex-col gap-3">
            <label className="flex flex-col gap-1">
              Variables (JSON)
              <textarea
                name="variables"
                className="field h-48 resize-y py-1.5 font-mono text-[0.92em]"
                defaultValue={JSON.stringify(variables, null, 2)}
                spellCheck={false}
              />
            </label>
            <Refusal sentence={problem ?? start.refusal} />
            <div className="flex justify-end gap-2">
              <Dialog.Close className="button">Do not start</Dialog.Close>
              <button type="submit" className="button button-primary" disabled={start.isBusy}>
                {start.isBusy ? 'Starting …' : 'Start run'}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
