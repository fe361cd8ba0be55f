'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { PreviewRerunDocument, RetryRunDocument } from '#components/generated/run.ts';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { asSentence } from '#components/kit/form/form-state.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { variablesSchema } from '#components/kit/form/schema/variables-schema.ts';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { FaultNotice, Refusal } from '#components/kit/page/notice.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { takesVariables, variableProblems, variablesAtFirst } from '#components/nouns/workflow/start/start-form.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import {
  problemsInRerun,
  type Repeatable,
  type RerunField,
  type RerunValues,
  rerunInput,
  takesStep,
  wayWords,
} from './rerun-form.ts';
import { RerunPlan } from './rerun-plan.tsx';
import { type RerunWay, rerunWays } from './rerun-ways.ts';

type Parts = {
  run: RunDetails;
  read: Repeatable;
  begin: { way: RerunWay; step: string };
  onClose: () => void;
};
type Asking = Parts & { form: Form<RerunField, RerunValues> };

const fields = {
  step: { label: 'Step', of: ['way', 'step'] },
  variables: { label: 'Variables', of: ['variables', 'version'] },
  reason: { label: 'Reason', of: ['reason'] },
} as const;

/** The ladder of ways to run again, each with what it would do. */
export function RerunWindow(parts: Parts) {
  const { run, read, begin, onClose } = parts;
  const go = useGo();
  const send = useSend(RetryRunDocument, (data) => data.retryRun);
  const given = isJsonObject(read.variables) ? read.variables : {};
  const schemaOf = ({ way, version }: RerunValues) =>
    variablesSchema(
      way !== 'alone' && version === 'LATEST' ? read.workflow.latestVersion.definition : read.version.definition,
    );
  const atFirst = variablesAtFirst(variablesSchema(read.version.definition), given);
  const form = useForm<RerunField, RerunValues>({
    initial: { ...begin, version: 'ORIGINAL', variables: atFirst, reason: '' },
    fields,
    check: (values) => problemsInRerun(values, { schema: schemaOf(values), stepKeys: stepKeysOf(run) }),
    send: async (values) => {
      const { data, refusals } = await send({ input: rerunInput(run.id, values, given) });
      const next = data?.retryRun.run ?? undefined;
      if (next !== undefined) go(runPath(next.id));
      return refusals;
    },
  });
  const asking = { ...parts, form };
  const plan = usePlan(asking, given);
  return (
    <FormDialog
      form={form}
      title={`Run ${run.workflow.name} again`}
      description="As a new run. This one stays as it is."
      width="medium"
      verb="Run again"
      onClose={onClose}
    >
      <Ways {...asking} />
      <Versions {...asking} />
      <Plan plan={plan} />
      <Variables {...asking} schema={schemaOf(form.values)} />
      <TextField
        {...form.field('reason')}
        label="Reason (optional)"
        hint="Stands with the new run."
        maxLength={500}
        value={form.values.reason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
      />
    </FormDialog>
  );
}

function stepKeysOf({ steps }: RunDetails): string[] {
  return steps.map(({ stepKey }) => stepKey);
}

function Ways({ form, run }: Asking) {
  const { way, step } = form.values;
  const options = run.steps.map(({ stepKey, state }) => ({ value: stepKey, hint: jobLooks[state].word }));
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label="Where to begin"
        value={way}
        options={rerunWays.map((one) => ({ value: one, word: wayWords[one].word }))}
        onChange={(next) => form.change({ way: next })}
      />
      <p className="text-quiet">{wayWords[way].effect}</p>
      {takesStep(way) && (
        <Combobox
          {...form.field('step')}
          label="Step"
          value={step}
          options={options}
          placeholder="Its name"
          onChange={(next) => form.change({ step: next })}
        />
      )}
    </div>
  );
}

/** Only where there is a choice: a run of the latest version has none. */
function Versions({ form, read }: Asking) {
  const [own, latest] = [read.version.number, read.workflow.latestVersion.number];
  if (own === latest || form.values.way === 'alone') return null;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span className="font-medium">Version</span>
      <Segmented
        label="Version"
        value={form.values.version}
        options={[
          { value: 'ORIGINAL', word: `${own}, as it ran` },
          { value: 'LATEST', word: `${latest}, the latest` },
        ]}
        onChange={(version) => form.change({ version })}
      />
    </div>
  );
}

/** What would happen, asked anew with every choice; what was shown stays until the answer is there. */
function usePlan({ form, run }: Asking, given: JsonObject) {
  const { values } = form;
  const isOpen = takesStep(values.way) && !stepKeysOf(run).includes(values.step);
  const { reason: _, ...input } = rerunInput(run.id, values, given);
  const { data, ...reading } = useReading({
    query: PreviewRerunDocument,
    // Another version may ask for what the old one had not, and a list may be another one with other variables.
    variables: { input },
    pause: isOpen,
    keepsShown: true,
  });
  return { ...reading, isOpen, preview: isOpen ? undefined : data?.previewRerun };
}

function Plan({ plan }: { plan: ReturnType<typeof usePlan> }) {
  const { preview, fault, isBehind, reload, isOpen } = plan;
  if (isOpen) return null;
  if (fault !== undefined && preview === undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (preview === undefined) return <Skeleton rows={4} />;
  const [refusal] = preview.userErrors;
  if (refusal !== undefined) return <Refusal sentence={asSentence(refusal.message)} />;
  return <RerunPlan preview={preview} isBehind={isBehind} />;
}

function Variables({ form, schema }: Asking & { schema: JsonObject }) {
  if (!takesVariables(schema)) return null;
  const own = form.wasTried ? variableProblems(schema, form.values.variables) : [];
  return (
    <SchemaField
      {...form.field('variables')}
      label="Variables"
      schema={schema}
      value={form.values.variables}
      inner={own.length > 0 ? own : form.inner('variables')}
      onChange={(variables) => form.change({ variables })}
    />
  );
}
