'use client';

import { useReading } from '#components/api/use-reading.ts';
import { TaskToFireDocument, WorkflowToFireDocument } from '#components/generated/schedules.ts';
import type { InnerProblem } from '#components/kit/form/form-state.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { variablesSchema } from '#components/kit/form/schema/variables-schema.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { propertiesOf, sayParam, templateOf } from './params-help.ts';
import type { TargetKind } from './schedule-form.ts';

type ParamsFieldProps = {
  target: { kind: TargetKind; name: string };
  value: string;
  field: string;
  problem: string | undefined;
  inner: readonly InnerProblem[];
  onChange: (value: string) => void;
};

/** What the work is given each time: one JSON object, with the names that its target knows. */
export function ParamsField({ target, value, onChange, ...marks }: ParamsFieldProps) {
  const { schema, isRead } = useTargetSchema(target);
  const known = propertiesOf(schema);
  const isEmpty = ['', '{}'].includes(value.trim());
  const fill = () => onChange(JSON.stringify(templateOf(known), null, 2));
  if (!isRead) return <Skeleton rows={3} />;
  return (
    <SchemaField
      {...marks}
      label={target.kind === 'task' ? 'Params' : 'Variables'}
      schema={schema}
      value={value}
      onChange={onChange}
      {...(known.length > 0 && { hint: `Takes ${known.map(sayParam).join(', ')}.` })}
      {...(known.length > 0 && isEmpty && { beginning: <FillButton onFill={fill} /> })}
    />
  );
}

function FillButton({ onFill }: { onFill: () => void }) {
  return (
    <div>
      <Button isSmall onClick={onFill}>
        Fill in the names
      </Button>
    </div>
  );
}

/** The schema of what is fired; undefined when nothing is known about it. */
function useTargetSchema({ kind, name }: ParamsFieldProps['target']): {
  schema: JsonObject | undefined;
  isRead: boolean;
} {
  const isTask = kind === 'task';
  const task = useReading({ query: TaskToFireDocument, variables: { name }, pause: !isTask || name === '' });
  const workflow = useReading({ query: WorkflowToFireDocument, variables: { name }, pause: isTask || name === '' });
  if (name === '') return { schema: undefined, isRead: true };
  const { data, fault } = isTask ? task : workflow;
  const inputSchema = task.data?.task?.inputSchema;
  const ofTask = isJsonObject(inputSchema) ? inputSchema : undefined;
  return {
    schema: isTask ? ofTask : variablesSchema(workflow.data?.workflow?.latestVersion.definition),
    isRead: data !== undefined || fault !== undefined,
  };
}
