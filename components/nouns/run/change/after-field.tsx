'use client';

import { X } from 'lucide-react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import type { FieldWords } from '#components/ui/form/field.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { type After, afterEnds } from './change-form.ts';

type Parts = FieldWords & {
  stepKeys: readonly string[];
  value: readonly After[];
  onChange: (value: readonly After[]) => void;
};

const words: Record<After['on'], string> = { success: 'succeeded', failure: 'failed', completion: 'ended' };
const ends = afterEnds.map((value) => ({ value, word: words[value] }));

/** The steps that a new one waits for, chosen one after the other, each with the end that it waits for. */
export function AfterField({ stepKeys, value, onChange, ...fieldWords }: Parts) {
  const rest = stepKeys.filter((stepKey) => !value.some(({ step }) => step === stepKey));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Combobox
        {...fieldWords}
        value=""
        options={rest.map((stepKey) => ({ value: stepKey }))}
        placeholder={stepKeys.length === 0 ? 'There are none' : value.length === 0 ? 'None' : 'One more'}
        onChange={(step) => {
          if (rest.includes(step)) onChange([...value, { step, on: 'success' }]);
        }}
      />
      {value.length > 0 && (
        <ul aria-label={fieldWords.label} className="flex flex-col rounded border border-line">
          {value.map(({ step, on }) => (
            <li key={step} className="flex min-h-9 items-center gap-2 border-b border-line pr-1 pl-2 last:border-b-0">
              <span className="identifier min-w-0 flex-1 truncate" data-whole={step}>
                {step}
              </span>
              <span className="text-quiet">has</span>
              <Segmented
                label={`How ${step} has to end`}
                value={on}
                options={ends}
                onChange={(end) => onChange(value.map((one) => (one.step === step ? { step, on: end } : one)))}
              />
              <IconButton
                isSmall
                Icon={X}
                label={`Leave out ${step}`}
                onClick={() => onChange(value.filter((one) => one.step !== step))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
