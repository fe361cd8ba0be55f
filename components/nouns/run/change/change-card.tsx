'use client';

import { X } from 'lucide-react';
import { useReading } from '#components/api/use-reading.ts';
import { KnownTasksDocument, StepTaskDocument } from '#components/generated/workflows.ts';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { printJson } from '#components/kit/form/schema/json-text.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import type { Form } from '#components/kit/form/use-form.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { undoneBy } from '#components/nouns/run/steps/undone-by.ts';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { AfterField } from './after-field.tsx';
import { type ChangePart, type ChangeValues, type Draft, fieldOfPart } from './change-form.ts';
import { StepsField } from './steps-field.tsx';

type Parts = {
  run: RunDetails;
  form: Form<string, ChangeValues>;
  draft: Draft;
  n: number;
  /** Of the variables. */
  schema: JsonObject;
  variables: unknown;
};
type Filling = Parts & {
  set: (part: Partial<Draft>) => void;
  field: (part: ChangePart) => { field: string; problem: string | undefined };
};

const titles = { add: 'Add a step', skip: 'Skip a step', set: 'Set a variable' } as const;

/** One change of the list, with what is to be filled in. */
export function ChangeCard(parts: Parts) {
  const { form, draft, n } = parts;
  const { changes } = form.values;
  const filling: Filling = {
    ...parts,
    set: (part) => form.change({ changes: changes.map((one) => (one.key === draft.key ? { ...one, ...part } : one)) }),
    field: (part) => form.field(fieldOfPart(n, part)),
  };
  return (
    <section aria-label={`Change ${n + 1}: ${titles[draft.kind]}`} className="panel">
      <div className="flex min-h-9 items-center justify-between gap-3 border-b border-line pr-1 pl-3">
        <h3 className="font-semibold">{titles[draft.kind]}</h3>
        <IconButton
          isSmall
          Icon={X}
          label="Leave this change out"
          onClick={() => form.change({ changes: changes.filter(({ key }) => key !== draft.key) })}
        />
      </div>
      <div className="flex flex-col gap-3 p-3">
        {draft.kind === 'add' && <AddStep {...filling} />}
        {draft.kind === 'skip' && <SkipStep {...filling} />}
        {draft.kind === 'set' && <SetVariable {...filling} />}
      </div>
    </section>
  );
}

function AddStep({ run, form, draft, n, set, field }: Filling) {
  const { data } = useReading({ query: KnownTasksDocument, variables: { first: pageBounds.pageSizeMax } });
  const tasks = data?.tasks.nodes ?? [];
  const isKnown = tasks.some(({ name }) => name === draft.task);
  const chosen = useReading({ query: StepTaskDocument, variables: { name: draft.task }, pause: !isKnown });
  const inputSchema = chosen.data?.task?.inputSchema;
  const own = run.steps.flatMap(({ stepKey }) => (undoneBy(run, stepKey) === null ? [stepKey] : []));
  return (
    <>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <TextField
          {...field('id')}
          label="Id"
          autoComplete="off"
          spellCheck={false}
          maxLength={valueBounds.nameLengthMax}
          hint="Another one than those of the run."
          value={draft.id}
          onChange={(event) => set({ id: event.currentTarget.value })}
        />
        <Combobox
          {...field('task')}
          label="Task"
          value={draft.task}
          options={tasks.map(({ name, description }) => ({ value: name, hint: description ?? undefined }))}
          placeholder="Its name"
          onChange={(task) => set({ task })}
        />
      </div>
      <AfterField
        {...field('after')}
        label="Runs after"
        hint="When all of these have ended so; skipped when one ends otherwise. At once when there are none."
        stepKeys={own}
        value={draft.after}
        onChange={(after) => set({ after })}
      />
      <StepsField
        {...field('before')}
        label="Before"
        hint="Steps that have not begun, and wait for it from now on."
        stepKeys={waitingSteps(run).filter((stepKey) => !draft.after.some(({ step }) => step === stepKey))}
        value={draft.before}
        onChange={(before) => set({ before })}
      />
      <SchemaField
        {...field('params')}
        label="Params"
        schema={isJsonObject(inputSchema) ? inputSchema : undefined}
        value={draft.params}
        inner={form.inner(fieldOfPart(n, 'params'))}
        hint="As JSON it takes expressions, too: ${{ vars.name }} or ${{ tasks.step.result }}."
        onChange={(params) => set({ params })}
      />
    </>
  );
}

function SkipStep({ run, draft, set, field }: Filling) {
  const waiting = [...waitingSteps(run), ...readySteps(run)];
  const reasons = new Map(run.steps.map(({ stepKey, reason }) => [stepKey, reason?.message]));
  return (
    <Combobox
      {...field('step')}
      label="Step"
      value={draft.step}
      options={waiting.map((value) => ({ value, hint: reasons.get(value) }))}
      placeholder={waiting.length === 0 ? 'Every step has begun' : 'One that has not begun'}
      hint="What comes after it goes on as after any step that is skipped."
      onChange={(step) => set({ step })}
    />
  );
}

function SetVariable({ form, draft, n, schema, variables, set, field }: Filling) {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const property = properties[draft.name];
  const begin = (name: string) => {
    const now = isJsonObject(variables) ? variables[name] : undefined;
    set({ name, value: printJson(now === undefined ? {} : { [name]: now }) });
  };
  return (
    <>
      <Combobox
        {...field('name')}
        label="Variable"
        value={draft.name}
        options={Object.keys(properties).map((value) => ({ value }))}
        placeholder="Its name"
        onChange={begin}
      />
      {property !== undefined && (
        <SchemaField
          {...field('value')}
          label="Value"
          schema={{ type: 'object', properties: { [draft.name]: property }, required: [draft.name] }}
          value={draft.value}
          inner={form.inner(fieldOfPart(n, 'value'))}
          hint="Everything that was not read yet sees it."
          onChange={(value) => set({ value })}
        />
      )}
    </>
  );
}

/** The steps that are in line: no worker has begun them. */
function readySteps(run: RunDetails): string[] {
  return run.steps.flatMap(({ stepKey, state, job, startedAt }) =>
    state === 'PENDING' && job?.attempt === 0 && startedAt === null && undoneBy(run, stepKey) === null ? [stepKey] : [],
  );
}

/** The steps of the definition that nothing was made of yet. */
function waitingSteps(run: RunDetails): string[] {
  return run.steps.flatMap(({ stepKey, state, job, startedAt }) =>
    state === 'PENDING' && job === null && startedAt === null && undoneBy(run, stepKey) === null ? [stepKey] : [],
  );
}
