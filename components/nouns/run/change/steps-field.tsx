'use client';

import { X } from 'lucide-react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import type { FieldWords } from '#components/ui/form/field.tsx';

type Parts = FieldWords & {
  stepKeys: readonly string[];
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
};

/** Some of the steps of a run, chosen one after the other. */
export function StepsField({ stepKeys, value, onChange, ...words }: Parts) {
  const rest = stepKeys.filter((stepKey) => !value.includes(stepKey));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Combobox
        {...words}
        value=""
        options={rest.map((stepKey) => ({ value: stepKey }))}
        placeholder={stepKeys.length === 0 ? 'There are none' : value.length === 0 ? 'None' : 'One more'}
        onChange={(stepKey) => {
          if (rest.includes(stepKey)) onChange([...value, stepKey]);
        }}
      />
      {value.length > 0 && (
        <ul aria-label={words.label} className="flex flex-wrap gap-1.5">
          {value.map((stepKey) => (
            <li key={stepKey} className="inline-flex h-6 items-center gap-1 rounded border border-line bg-raised pl-2">
              <span className="identifier">{stepKey}</span>
              <button
                type="button"
                aria-label={`Leave out ${stepKey}`}
                className="inline-flex size-6 items-center justify-center rounded hover:bg-raised"
                onClick={() => onChange(value.filter((one) => one !== stepKey))}
              >
                <X aria-hidden size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
