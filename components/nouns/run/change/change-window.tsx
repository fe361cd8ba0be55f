'use client';

import { useReading } from '#components/api/use-reading.ts';
import { ModifyRunDocument, RunToChangeDocument, type RunToChangeQuery } from '#components/generated/run-change.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { variablesSchema } from '#components/kit/form/schema/variables-schema.ts';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { Button } from '#components/ui/form/button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { valueBounds } from '#domain/bounds/value.ts';
import { ChangeCard } from './change-card.tsx';
import {
  type ChangeKind,
  type ChangeValues,
  changeFields,
  changeInput,
  changeKinds,
  draftsMax,
  emptyDraft,
  placeAtFields,
  problemsInChanges,
} from './change-form.ts';

type Parts = { run: RunDetails; onClose: () => void };
type Read = NonNullable<RunToChangeQuery['run']>;

const kindWords: Record<ChangeKind, string> = { add: 'Add a step', skip: 'Skip a step', set: 'Set a variable' };

/** Changes an open run: a list of changes that are made together. Screens take it by `ChangeRunButton`, which fetches it. */
export function ChangeWindow({ run, onClose }: Parts) {
  const { data, fault, reload } = useReading({ query: RunToChangeDocument, variables: { id: run.id } });
  const read = data?.run ?? undefined;
  if (read !== undefined) return <ChangeForm run={run} read={read} onClose={onClose} />;
  return (
    <Dialog title={titleOf(run)} width="medium" onClose={onClose}>
      {fault === undefined ? <Skeleton rows={8} /> : <FaultNotice fault={fault} onRetry={reload} />}
    </Dialog>
  );
}

function titleOf({ workflow }: RunDetails): string {
  return `Change this run of ${workflow.name}`;
}

function ChangeForm({ run, read, onClose }: Parts & { read: Read }) {
  const say = useToast();
  const send = useSend(ModifyRunDocument, (data) => data.modifyRun);
  const form = useForm<string, ChangeValues>({
    initial: { changes: [], reason: '' },
    fields: changeFields,
    check: problemsInChanges,
    send: async (values) => {
      const { refusals } = await send({ input: changeInput(run.id, read.changeCount, values) });
      if (refusals.length > 0) return placeAtFields(refusals);
      say({ words: 'The run was changed', kind: 'done' });
      onClose();
      return [];
    },
  });
  const schema = variablesSchema(read.version.definition);
  return (
    <FormDialog
      form={form}
      title={titleOf(run)}
      description="Only this run: the workflow stays as it is. All changes are made together, or none."
      width="medium"
      verb="Change run"
      onClose={onClose}
    >
      {form.values.changes.map((draft, n) => (
        <ChangeCard key={draft.key} {...{ run, form, draft, n, schema }} variables={read.variables} />
      ))}
      <Kinds form={form} hasVariables={Object.keys(schema.properties ?? {}).length > 0} />
      <TextField
        {...form.field('reason')}
        label="Reason"
        hint="Stands with the run and in its events."
        maxLength={valueBounds.textLengthMax}
        value={form.values.reason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
      />
    </FormDialog>
  );
}

/** What can be put into the list. */
function Kinds({ form, hasVariables }: { form: Form<string, ChangeValues>; hasVariables: boolean }) {
  const { changes } = form.values;
  const { problem } = form.field('changes');
  const add = (kind: ChangeKind) => {
    const key = changes.reduce((most, one) => Math.max(most, one.key), 0) + 1;
    form.change({ changes: [...changes, emptyDraft(kind, key)] });
  };
  if (changes.length >= draftsMax) return <p className="text-quiet">More changes are made in another go.</p>;
  return (
    <div data-field="changes" data-problem={problem === undefined ? undefined : ''} className="flex flex-col gap-1">
      <span className="flex flex-wrap gap-2">
        {changeKinds
          .filter((kind) => kind !== 'set' || hasVariables)
          .map((kind) => (
            <Button key={kind} onClick={() => add(kind)}>
              {kindWords[kind]}
            </Button>
          ))}
      </span>
      {problem !== undefined && (
        <p role="alert" className="text-small text-failed">
          {problem}
        </p>
      )}
    </div>
  );
}
