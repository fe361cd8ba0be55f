'use client';

import { SettledField } from '#components/nouns/workflow/editor/panel/settled-field.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { readThreshold } from './typed-values.ts';

const policies = [
  { value: 'fail', word: 'The first one fails the step' },
  { value: 'continue', word: 'The step succeeds all the same' },
  { value: 'threshold', word: 'So many may fail' },
] as const;

type Parts = {
  label: string;
  problem?: string | undefined;
  isReadOnly: boolean;
  said: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

/** What failed items mean for their step. */
export function ItemFailureField({ label, problem, isReadOnly, said, onChange }: Parts) {
  const policy = isJsonObject(said) ? 'threshold' : said === 'continue' ? 'continue' : 'fail';
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={label}
        problem={problem}
        isDisabled={isReadOnly}
        value={policy}
        options={policies}
        onChange={(value) =>
          onChange({ fail: undefined, continue: 'continue', threshold: { threshold: '10%' } }[value])
        }
      />
      {isJsonObject(said) && (
        <SettledField
          label="May fail"
          hint="A number of items, or a share such as 10%."
          isReadOnly={isReadOnly}
          value={String(said.threshold ?? '')}
          check={(text) => {
            const read = readThreshold(text);
            return text === '' || read.ok ? undefined : read.problem;
          }}
          onSettle={(text) => {
            const read = readThreshold(text);
            onChange(read.ok && read.value !== undefined ? { threshold: read.value } : undefined);
          }}
        />
      )}
    </div>
  );
}
