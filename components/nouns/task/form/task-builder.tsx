'use client';

import type { UserError } from '#components/api/told.ts';
import { FormPart } from '#components/kit/form/form-part.tsx';
import { FormProblems } from '#components/kit/form/form-problems.tsx';
import { LeaveQuestion } from '#components/kit/form/leave-question.tsx';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useLeave } from '#components/kit/form/use-leave.ts';
import { useLeaveLinks } from '#components/kit/form/use-leave-links.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { valueBounds } from '#domain/bounds/value.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { HandlerFields } from './handler-fields.tsx';
import { NeedsFields } from './needs-fields.tsx';
import { PolicyFields } from './policy-fields.tsx';
import { SchemaFields } from './schema-fields.tsx';
import { problemsIn, type TaskField, type TaskForm, taskFields } from './task-form.ts';
import { TestPanel } from './test-panel.tsx';

export type TaskFormProps = { form: Form<TaskField, TaskForm> };

type BuilderProps = {
  initial: TaskForm;
  /** The version that is edited; undefined for a new task. */
  before?: { number: number; source: string };
  /** Where "Cancel" leads. */
  back: string;
  /** Registers it and goes on; hands back what was refused. */
  send: (form: TaskForm) => Promise<readonly UserError[]>;
};

/** The form of a task, with the way to try it out beside it, and what it changes. */
export function TaskBuilder({ initial, before, back, send }: BuilderProps) {
  const form = useForm<TaskField, TaskForm>({ initial, fields: taskFields, check: problemsIn, send });
  const leave = useLeave(form.isDirty);
  useLeaveLinks(form.isDirty, leave);
  return (
    <form
      {...form.attributes}
      aria-label="Task"
      className="grid grid-cols-1 items-start gap-3 lg:grid-cols-2 2xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
    >
      <div className="flex min-w-0 flex-col gap-3">
        <FormPart title="What">
          <NameFields form={form} isNew={before === undefined} />
        </FormPart>
        <FormPart title="How">
          <HandlerFields form={form} />
        </FormPart>
        <FormPart title="What it takes and answers">
          <SchemaFields form={form} />
        </FormPart>
        <FormPart title="What holds for its jobs">
          <PolicyFields form={form} />
        </FormPart>
        <FormPart title="What a job must hold while it runs">
          <NeedsFields form={form} isNew={before === undefined} />
        </FormPart>
        <FormPart title="Labels">
          <LabelsField form={form} />
        </FormPart>
      </div>
      <div className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-15 lg:max-h-[calc(100dvh-4.5rem)] lg:overflow-y-auto">
        <TestPanel form={form} />
        {before !== undefined && <ChangesPanel form={form.values} before={before} />}
        <SavePanel form={form} isNew={before === undefined} back={back} />
      </div>
      <LeaveQuestion leave={leave} />
    </form>
  );
}

function NameFields({ form, isNew }: TaskFormProps & { isNew: boolean }) {
  const { name, description } = form.values;
  return (
    <>
      <TextField
        {...form.field('name')}
        label={taskFields.name.label}
        value={name}
        readOnly={!isNew}
        placeholder="send-report"
        autoComplete="off"
        spellCheck={false}
        maxLength={valueBounds.nameLengthMax}
        hint={isNew ? 'Workflows and schedules call it by this name, which it keeps.' : 'A name is kept for ever.'}
        onChange={(event) => form.change({ name: event.currentTarget.value })}
      />
      <TextArea
        {...form.field('description')}
        label={taskFields.description.label}
        rows={2}
        value={description}
        onChange={(event) => form.change({ description: event.currentTarget.value })}
      />
    </>
  );
}

function LabelsField({ form }: TaskFormProps) {
  return (
    <TextArea
      {...form.field('labels')}
      label="Labels (JSON)"
      isLabelHidden
      isMono
      rows={3}
      spellCheck={false}
      placeholder={'{ "team": "ops" }'}
      hint="Your own names and values, at most 32."
      value={form.values.labels}
      onChange={(event) => form.change({ labels: event.currentTarget.value })}
    />
  );
}

function SavePanel({ form, isNew, back }: TaskFormProps & { isNew: boolean; back: string }) {
  const mayEdit = useMay('task.edit');
  return (
    <div className="panel flex flex-wrap items-center gap-3 px-3 py-2.5">
      {!mayEdit && <p className="basis-full text-quiet">Your role may look at tasks, not register them.</p>}
      {!isNew && <p className="text-small text-quiet">Jobs that exist keep their version.</p>}
      <span className="ml-auto flex gap-2">
        <ButtonLink href={back}>Cancel</ButtonLink>
        <Button type="submit" kind="primary" isBusy={form.isBusy} disabled={!mayEdit}>
          {isNew ? 'Register' : 'Register the next version'}
        </Button>
      </span>
      <div className="basis-full empty:hidden">
        <FormProblems form={form} />
      </div>
    </div>
  );
}
