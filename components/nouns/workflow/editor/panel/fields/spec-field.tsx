'use client';

import { useState } from 'react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { DurationField } from '#components/kit/form/duration/duration-field.tsx';
import { SettledField } from '#components/nouns/workflow/editor/panel/settled-field.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import type { Json } from '#domain/value/json.ts';
import { ExpressionLine, placeOfField } from './expression-line.tsx';
import type { Control, FieldSpec } from './field-specs.ts';
import { ItemFailureField } from './item-failure-field.tsx';
import { JsonField } from './json-field.tsx';
import { LongField } from './long-field.tsx';
import { RowsField } from './rows-field.tsx';
import { readTyped, typedProblem } from './typed-values.ts';

/** The names that may be chosen, as far as they are known. */
export type KnownNames = Record<'task' | 'queue' | 'workflow', readonly string[]>;

type Parts = {
  spec: FieldSpec;
  step: string;
  said: Json | undefined;
  problem: string | undefined;
  isReadOnly: boolean;
  names: KnownNames;
  /** `isFlowing`: one of many changes while the field is filled in, which are undone as one. */
  onChange: (value: Json | undefined, isFlowing?: boolean) => void;
};

/** One field of a definition, drawn as what it is filled in with. */
export function SpecField(parts: Parts) {
  const { spec, said, onChange, isReadOnly, problem } = parts;
  const { control, label, hint, placeholder = '' } = spec;
  const words = { label, problem, isReadOnly, ...(hint !== undefined && { hint }) };
  const text = said === undefined ? '' : String(said);
  const write = (next: string) => onChange(next === '' ? undefined : next);
  const check = (typed: string) => typedProblem(spec, typed);
  const settle = (typed: string) => {
    const read = readTyped(spec, typed);
    if (read.ok) onChange(read.value);
  };
  switch (control.kind) {
    case 'text':
    case 'whole':
      return <SettledField {...words} placeholder={placeholder} value={text} check={check} onSettle={settle} />;
    case 'long':
      return <LongField {...words} value={text} onChange={write} />;
    case 'expression':
      return (
        <ExpressionLine
          {...words}
          place={placeOfField(parts.step, spec.path)}
          placeholder={placeholder}
          value={text}
          check={check}
          onChange={settle}
        />
      );
    case 'duration':
      return <Span {...parts} text={text} />;
    case 'json':
      return <JsonField {...words} value={said} onChange={onChange} />;
    case 'itemFailure':
      return <ItemFailureField {...words} said={said} onChange={onChange} />;
    case 'lines':
    case 'amounts':
    case 'expressions':
      return (
        <RowsField
          {...words}
          {...control}
          step={parts.step}
          placeholder={spec.placeholder}
          said={said}
          onChange={onChange}
        />
      );
    default:
      return <ChosenField {...parts} control={control} text={text} />;
  }
}

type Choosing = Extract<Control, { kind: 'switch' | 'choice' | 'choices' | 'task' | 'queue' | 'workflow' }>;

function ChosenField({
  spec,
  control,
  said,
  text,
  problem,
  isReadOnly,
  names,
  onChange,
}: Parts & { control: Choosing; text: string }) {
  const { label, hint, placeholder = '' } = spec;
  const words = { label, problem, ...(hint !== undefined && { hint }) };
  const write = (next: string) => !isReadOnly && next !== text && onChange(next === '' ? undefined : next);
  switch (control.kind) {
    case 'switch':
      return (
        <Switch
          label={label}
          hint={hint}
          isDisabled={isReadOnly}
          checked={said === true}
          onChange={(isOn) => onChange(isOn ? true : undefined)}
        />
      );
    case 'choice':
      return (
        <Select
          {...words}
          placeholder={placeholder}
          isDisabled={isReadOnly}
          value={text === '' ? undefined : text}
          options={
            text === '' ? control.options : [...control.options, { value: 'NOTHING', word: `${capital(placeholder)}` }]
          }
          onChange={(value) => onChange(value === 'NOTHING' ? undefined : value)}
        />
      );
    case 'choices':
      return <Choices spec={spec} options={control.options} said={said} isReadOnly={isReadOnly} onChange={onChange} />;
    default:
      return (
        <Combobox
          {...words}
          placeholder={placeholder}
          value={text}
          mayBeEmpty
          options={names[control.kind].map((value) => ({ value }))}
          onChange={write}
        />
      );
  }
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

type ChoicesParts = Pick<Parts, 'spec' | 'said' | 'isReadOnly' | 'onChange'> & {
  options: readonly { value: string; word: string }[];
};

function Choices({ spec, options, said, isReadOnly, onChange }: ChoicesParts) {
  const chosen = Array.isArray(said) ? said.map((one) => String(one).toLowerCase()) : [];
  const put = (value: string, isOn: boolean) => {
    const next = options.map((one) => one.value).filter((one) => (one === value ? isOn : chosen.includes(one)));
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 font-medium">{spec.label}</legend>
      <span className="flex flex-wrap gap-x-4 gap-y-1">
        {options.map(({ value, word }) => (
          <Checkbox
            key={value}
            label={word}
            isDisabled={isReadOnly}
            checked={chosen.includes(value)}
            onChange={(isOn) => put(value, isOn)}
          />
        ))}
      </span>
    </fieldset>
  );
}

// Half a number is no span yet, and changes nothing.
function Span({ spec, text, problem, isReadOnly, onChange }: Parts & { text: string }) {
  const { label, hint, placeholder } = spec;
  const [unwritten, setUnwritten] = useState<string>();
  const fault = unwritten === undefined ? undefined : typedProblem(spec, unwritten);
  // A text that is filled in when the step is ready has no number and no unit.
  if (text.includes('${{'))
    return (
      <SettledField
        label={label}
        isMono
        problem={problem}
        isReadOnly={isReadOnly}
        value={text}
        check={(typed) => (typed.includes('${{') ? undefined : typedProblem(spec, typed))}
        onSettle={(next) => onChange(next === '' ? undefined : next)}
      />
    );
  return (
    <DurationField
      label={label}
      value={unwritten ?? text}
      problem={fault ?? problem}
      hint={hint}
      isReadOnly={isReadOnly}
      {...(placeholder !== undefined && { placeholder })}
      onChange={(next) => {
        const read = readTyped(spec, next);
        setUnwritten(read.ok ? undefined : next);
        if (read.ok) onChange(read.value, true);
      }}
    />
  );
}
