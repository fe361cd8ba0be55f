'use client';

import { Select } from '#components/ui/form/select.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { type StartField, typedOf } from './start-form.ts';

type Parts = {
  field: StartField;
  typed: string;
  problem: string | undefined;
  onType: (text: string) => void;
};

/** One variable to fill in, as its type wants it. */
export function StartFieldInput({ field, typed, problem, onType }: Parts) {
  const words = {
    label: `${field.name}${field.isRequired && field.default === undefined ? ' (required)' : ''}`,
    hint: hintOf(field),
    problem,
  };
  const options = optionsOf(field);
  if (options !== undefined) {
    return (
      <Select
        {...words}
        value={typed === '' ? notGiven : typed}
        options={options}
        onChange={(value) => onType(value === notGiven ? '' : value)}
      />
    );
  }
  if (field.type === 'object' || field.type === 'array') {
    return (
      <TextArea
        {...words}
        isMono
        rows={4}
        spellCheck={false}
        placeholder={field.type === 'object' ? '{ "name": "value" }' : '["value"]'}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextField
      {...words}
      autoComplete="off"
      spellCheck={false}
      inputMode={field.type === 'integer' ? 'numeric' : field.type === 'number' ? 'decimal' : 'text'}
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}

// An empty text is no value of a choice.
const notGiven = 'not given';

function optionsOf(field: StartField): { value: string; word: string; hint?: string }[] | undefined {
  const values = field.type === 'boolean' ? [true, false] : field.choices;
  if (values === undefined) return undefined;
  const isOptional = !field.isRequired && field.default === undefined;
  const given = values.map((value) => ({
    value: JSON.stringify(value),
    word: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  return isOptional ? [{ value: notGiven, word: 'Not given' }, ...given] : given;
}

function hintOf(field: StartField) {
  const fallback = field.default === undefined ? undefined : typedOf(field, field.default);
  const isShort = fallback !== undefined && fallback.length <= 60 && !fallback.includes('\n');
  return (
    <>
      {field.description !== undefined && <span>{field.description} </span>}
      <span>{field.type}</span>
      {isShort && <span> · {fallback === '' ? 'an empty text' : fallback} when left empty</span>}
      {fallback !== undefined && !isShort && <span> · its default when left empty</span>}
    </>
  );
}
