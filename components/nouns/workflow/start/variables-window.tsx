'use client';

import type { UserError } from '#components/api/told.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { readObject } from '#components/kit/form/schema/json-text.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { variablesSchema } from '#components/kit/form/schema/variables-schema.ts';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { valueBounds } from '#domain/bounds/value.ts';
import type { JsonObject } from '#domain/value/json.ts';
import {
  problemsInStart,
  type StartField,
  type StartValues,
  takesVariables,
  variableProblems,
  variablesAtFirst,
} from './start-form.ts';

export type VariablesWindowProps = {
  title: string;
  description: string;
  /** What starts the run: `Start run`. */
  verb: string;
  definition: unknown;
  /** What to begin with instead of the defaults. */
  given?: JsonObject;
  hasKey?: boolean;
  /** Starts the run; hands back what was refused. */
  onStart: (start: { variables: JsonObject; idempotencyKey: string }) => Promise<readonly UserError[]>;
  onClose: () => void;
};

const fields = {
  variables: { label: 'Variables', of: ['variables'] },
  idempotencyKey: { label: 'Idempotency key', of: ['idempotencyKey'] },
} as const;

/** The window that asks for the variables of a run before it starts. Screens render `VariablesDialog`, which fetches it. */
export function VariablesWindow(props: VariablesWindowProps) {
  const { title, description, verb, onStart, onClose, hasKey = false } = props;
  const schema = variablesSchema(props.definition);
  const form = useForm<StartField, StartValues>({
    initial: { variables: variablesAtFirst(schema, props.given), idempotencyKey: '' },
    fields,
    check: (values) => problemsInStart(schema, values),
    send: ({ variables, idempotencyKey }) =>
      onStart({ variables: readObject(variables) ?? {}, idempotencyKey: idempotencyKey.trim() }),
  });
  const own = form.wasTried ? variableProblems(schema, form.values.variables) : [];
  const hasNone = !takesVariables(schema);
  return (
    <FormDialog
      form={form}
      title={title}
      description={`${description}${hasNone ? ' It takes no variables.' : ''}`}
      verb={verb}
      onClose={onClose}
    >
      {!hasNone && (
        <SchemaField
          {...form.field('variables')}
          label="Variables"
          schema={schema}
          value={form.values.variables}
          inner={own.length > 0 ? own : form.inner('variables')}
          onChange={(variables) => form.change({ variables })}
        />
      )}
      {hasKey && <MoreFields form={form} />}
    </FormDialog>
  );
}

function MoreFields({ form }: { form: Form<StartField, StartValues> }) {
  return (
    <details>
      <summary className="w-fit py-1 text-quiet">More</summary>
      <div className="pt-1">
        <TextField
          {...form.field('idempotencyKey')}
          label="Idempotency key"
          autoComplete="off"
          maxLength={valueBounds.nameLengthMax}
          hint="A second start with the same key leads to the first run instead of making another."
          value={form.values.idempotencyKey}
          onChange={(event) => form.change({ idempotencyKey: event.currentTarget.value })}
        />
      </div>
    </details>
  );
}
