'use client';

import type { FieldProps, WidgetProps } from '@rjsf/utils';
import { use, useState } from 'react';
import { Select } from '#components/ui/form/select.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import type { Json } from '#domain/value/json.ts';
import { printJson, readJson } from './json-text.ts';
import { LineInputContext } from './line-input.ts';

/** One line: a text or a number. */
export function LineWidget(props: WidgetProps) {
  const { id, value, onChange, schema } = props;
  const Own = use(LineInputContext);
  const change = (text: string) => onChange(text === '' ? undefined : text);
  if (Own !== undefined) return <Own {...wordsOf(props)} id={id} value={textOf(value)} onChange={change} />;
  return (
    <TextField
      {...wordsOf(props)}
      id={id}
      autoComplete="off"
      spellCheck={false}
      inputMode={schema.type === 'integer' ? 'numeric' : schema.type === 'number' ? 'decimal' : 'text'}
      value={textOf(value)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

/** A text of several lines. */
export function LinesWidget(props: WidgetProps) {
  const { id, value, onChange } = props;
  return (
    <TextArea
      {...wordsOf(props)}
      id={id}
      spellCheck={false}
      value={textOf(value)}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}

// An empty text is no value of a choice.
const notGiven = 'not given';

/** One of the values that a schema lists. */
export function ChoiceWidget(props: WidgetProps) {
  const { value, onChange, options } = props;
  const choices: readonly Json[] = Array.isArray(options.choices) ? options.choices : [];
  const listed = choices.map((one) => ({
    value: JSON.stringify(one),
    word: typeof one === 'string' ? one : JSON.stringify(one),
  }));
  const current = value === undefined ? notGiven : JSON.stringify(value);
  const isStrange = value !== undefined && !listed.some((one) => one.value === current);
  return (
    <Select
      {...wordsOf(props)}
      value={current === notGiven && options.isOptional !== true ? undefined : current}
      options={[
        ...(options.isOptional === true ? [{ value: notGiven, word: 'Not given' }] : []),
        ...listed,
        ...(isStrange ? [{ value: current, word: textOf(value) }] : []),
      ]}
      onChange={(text) => onChange(text === notGiven ? undefined : choices.find((one) => JSON.stringify(one) === text))}
    />
  );
}

/** A part that has no fields of its own. A text that is no JSON stays a text, about which the schema has its say. */
export function JsonField({ formData, fieldPathId, onChange, rawErrors, name, uiSchema }: FieldProps) {
  const [typed, setTyped] = useState<string>();
  const shown = typed !== undefined && isSame(readJson(typed), formData) ? typed : printJson(formData);
  return (
    <TextArea
      id={fieldPathId.$id}
      label={uiSchema?.['ui:title'] ?? name}
      hint={uiSchema?.['ui:description']}
      problem={rawErrors?.join(' ') || undefined}
      isMono
      rows={Math.min(12, Math.max(2, shown.split('\n').length))}
      spellCheck={false}
      value={shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(readJson(event.currentTarget.value), fieldPathId.path);
      }}
    />
  );
}

function wordsOf({ label, options, rawErrors }: WidgetProps) {
  const hint: unknown = options.description;
  return {
    label,
    ...(typeof hint === 'string' && { hint }),
    problem: rawErrors === undefined || rawErrors.length === 0 ? undefined : [...new Set(rawErrors)].join(' '),
  };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
