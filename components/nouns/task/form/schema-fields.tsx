'use client';

import { readObject } from '#components/kit/form/schema/json-text.ts';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { readSchema } from '#domain/json-schema/read-schema.ts';
import type { TaskFormProps } from './task-builder.tsx';
import { taskFields } from './task-form.ts';

const example = `{
  "type": "object",
  "required": ["id"],
  "properties": { "id": { "type": "integer" } }
}`;

/** What params and results must look like, as JSON Schema; what is wrong with one is said while it is written. */
export function SchemaFields({ form }: TaskFormProps) {
  return (
    <>
      <SchemaText
        form={form}
        field="inputSchema"
        hint="Anything is taken when it is empty. Forms of this console are made of it."
      />
      <SchemaText
        form={form}
        field="resultSchema"
        hint="A result that does not fit fails its attempt; expressions of workflows are checked with it."
      />
    </>
  );
}

type SchemaTextProps = TaskFormProps & { field: 'inputSchema' | 'resultSchema'; hint: string };

function SchemaText({ form, field, hint }: SchemaTextProps) {
  const text = form.values[field];
  const { problem } = form.field(field);
  return (
    <TextArea
      field={field}
      problem={problem ?? faultIn(text)}
      label={taskFields[field].label}
      hint={hint}
      isMono
      rows={Math.min(20, Math.max(field === 'inputSchema' ? 6 : 4, text.split('\n').length))}
      spellCheck={false}
      placeholder={field === 'inputSchema' ? example : undefined}
      value={text}
      onChange={(event) => form.change({ [field]: event.currentTarget.value })}
    />
  );
}

/** The first thing that is wrong with a schema that can be read as JSON. */
function faultIn(text: string): string | undefined {
  const schema = text.trim() === '' ? undefined : readObject(text);
  const fault = schema === undefined ? undefined : readSchema(schema).faults[0];
  if (fault === undefined) return undefined;
  return fault.path.length === 0 ? fault.message : `${fault.path.join('.')}: ${fault.message}`;
}
