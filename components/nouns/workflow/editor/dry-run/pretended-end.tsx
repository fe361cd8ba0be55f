'use client';

import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { type PretendedStep, pretendedStates } from './samples.ts';

type Parts = {
  stepKey: string;
  end: PretendedStep | undefined;
  /** True when its result would tell more. */
  isAsked: boolean;
  onChange: (end: PretendedStep | undefined) => void;
};

const words = { SUCCEEDED: 'succeeds with', FAILED: 'fails with', SKIPPED: 'is skipped' } as const;
const options = [
  { value: 'OPEN' as const, word: 'succeeds somehow' },
  ...pretendedStates.map((value) => ({ value, word: words[value] })),
];

/** How one step ends, as somebody pretends. */
export function PretendedEnd({ stepKey, end, isAsked, onChange }: Parts) {
  return (
    <div className="flex flex-col gap-1.5 border-l-2 border-line pl-2">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate" data-whole={stepKey}>
          {stepKey}
        </span>
        <Select
          label={`How ${stepKey} ends`}
          isLabelHidden
          isSmall
          className="w-40"
          value={end?.state ?? 'OPEN'}
          options={options}
          onChange={(state) => onChange(state === 'OPEN' ? undefined : { state, left: end?.left ?? '' })}
        />
      </div>
      {(end === undefined ? isAsked : end.state !== 'SKIPPED') && (
        <TextField
          label={end?.state === 'FAILED' ? `Error of ${stepKey}` : `Result of ${stepKey}`}
          isLabelHidden
          isSmall
          isMono
          autoComplete="off"
          spellCheck={false}
          placeholder={end?.state === 'FAILED' ? 'why it failed' : '{ "coverage": 75 }'}
          hint={isAsked && end === undefined ? 'What comes after depends on its result.' : undefined}
          value={end?.left ?? ''}
          onChange={(event) => onChange({ state: end?.state ?? 'SUCCEEDED', left: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
