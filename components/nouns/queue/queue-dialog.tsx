'use client';

import { type FormEvent, useId, useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { UpsertQueueDocument } from '#components/generated/documents.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { type QueueProblems, readQueue } from './queue-form.ts';
import type { Queue } from './queue-standing.ts';

type Parts = {
  /** The queue to change; a new one when undefined. */
  queue: Queue | undefined;
  /** Names that a new queue may not have. */
  taken: readonly string[];
  onDone: () => void;
  onClose: () => void;
};

/** Makes a queue, or changes the priority and the cap of one. */
export function QueueDialog({ queue, taken, onDone, onClose }: Parts) {
  const formId = useId();
  const upsert = useCommand(UpsertQueueDocument, (data) => data.upsertQueue);
  const say = useToast();
  const [fields, setFields] = useState({
    name: queue?.name ?? '',
    priority: String(queue?.priority ?? 0),
    concurrency: String(queue?.concurrency ?? ''),
  });
  const [problems, setProblems] = useState<QueueProblems>({});
  const type = (name: keyof typeof fields) => (event: FormEvent<HTMLInputElement>) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const read = readQueue(fields, queue === undefined ? taken : []);
    setProblems(read.ok ? {} : read.problems);
    if (!read.ok || (await upsert.run({ input: read.input })) === undefined) return;
    say({ words: `${read.input.name} is ${queue === undefined ? 'made' : 'changed'}`, kind: 'done' });
    onDone();
    onClose();
  };
  const isNew = queue === undefined;
  return (
    <Dialog
      title={isNew ? 'New queue' : `Queue ${queue.name}`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{isNew ? 'Do not make it' : 'Keep as it is'}</Button>
          <Button kind="primary" type="submit" form={formId} isBusy={upsert.isBusy}>
            {isNew ? 'Make queue' : 'Save'}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
        {isNew && (
          <TextField
            label="Name"
            hint="Tasks and jobs name it."
            required
            autoComplete="off"
            value={fields.name}
            onChange={type('name')}
            problem={problems.name}
          />
        )}
        <TextField
          label="Priority"
          hint="Of two queues with waiting jobs, the higher one goes first."
          inputMode="numeric"
          value={fields.priority}
          onChange={type('priority')}
          problem={problems.priority}
        />
        <TextField
          label="Cap"
          hint="How many of its jobs may run at once. Empty means no cap; 0 lets nothing start."
          inputMode="numeric"
          placeholder="no cap"
          value={fields.concurrency}
          onChange={type('concurrency')}
          problem={problems.concurrency}
        />
        <Refusal sentence={upsert.refusal} />
      </form>
    </Dialog>
  );
}
