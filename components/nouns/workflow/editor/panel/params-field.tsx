'use client';

import { useMemo, useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { StepTaskDocument } from '#components/generated/workflows.ts';
import { printJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { LineInputContext } from '#components/kit/form/schema/line-input.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { ParamsLine, StepOfParams } from '#components/nouns/workflow/editor/panel/fields/params-line.tsx';
import { isJsonObject } from '#domain/value/json.ts';
import type { Step } from '#domain/workflow/definition.ts';

/** What the task of a step is given: as a form where the task says what it takes, and always as JSON. */
export function ParamsField({ editing, step }: { editing: Editing; step: Step }) {
  const { data } = useReading({ query: StepTaskDocument, variables: { name: step.task ?? '' }, pause: !step.task });
  const [typed, setTyped] = useState<string>();
  const place = useMemo(() => ({ stepId: step.id, isReadOnly: editing.isReadOnly }), [step.id, editing.isReadOnly]);
  const schema = data?.task?.inputSchema;
  const said = JSON.stringify(step.params);
  const meant = typed === undefined ? undefined : readObject(typed);
  // What was typed stands as it was typed for as long as it means what the text says, or nothing yet.
  const isOwn = typed !== undefined && (meant === undefined || JSON.stringify(meant) === said);
  const form = (
    <SchemaField
      label="Params"
      schema={isJsonObject(schema) ? schema : undefined}
      value={isOwn ? typed : printJson(step.params)}
      problem={isOwn && meant === undefined ? 'This is not a JSON object yet.' : undefined}
      hint="Text may hold expressions: ${{ vars.name }}."
      inner={[]}
      onChange={(next) => {
        if (editing.isReadOnly) return;
        setTyped(next);
        const value = readObject(next);
        if (value === undefined || JSON.stringify(value) === said) return;
        const isEmpty = Object.keys(value).length === 0;
        const change = {
          kind: 'set-field',
          step: step.id,
          path: ['params'],
          value: isEmpty ? undefined : value,
        } as const;
        editing.change(change, { kind: `params ${step.id}` });
      }}
    />
  );
  return (
    <StepOfParams value={place}>
      <LineInputContext value={ParamsLine}>{form}</LineInputContext>
    </StepOfParams>
  );
}
