'use client';

import { useId } from 'react';
import { fieldMarks } from '#components/ui/form/field.tsx';

export type Choice<Value extends string> = { value: Value; word: string; sentence: string };

type ChoiceListProps<Value extends string> = {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  field: string;
  problem: string | undefined;
  onChange: (value: Value) => void;
};

/** One of a few, each with a sentence on what it means. */
export function ChoiceList<Value extends string>({
  label,
  value,
  choices,
  field,
  problem,
  onChange,
}: ChoiceListProps<Value>) {
  const id = useId();
  return (
    <fieldset {...fieldMarks({ field, problem })} className="flex flex-col gap-1.5">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="flex min-h-6 items-start gap-2.5">
          <input
            type="radio"
            name={id}
            className="mt-[0.2rem] size-4 shrink-0 accent-ink"
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>
            {choice.word}
            <span className="block text-small text-quiet">{choice.sentence}</span>
          </span>
        </label>
      ))}
      {problem !== undefined && (
        <p role="alert" className="text-small text-failed">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
