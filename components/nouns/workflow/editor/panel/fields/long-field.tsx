'use client';

import { useState } from 'react';
import { TextArea } from '#components/ui/form/text-area.tsx';

type Parts = {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  isReadOnly: boolean;
  maxLength?: number;
  value: string;
  onChange: (value: string) => void;
};

/** Several lines of text, which change the definition when the field is left. */
export function LongField({ value, onChange, isReadOnly, ...words }: Parts) {
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? value;
  return (
    <TextArea
      {...words}
      rows={Math.min(10, Math.max(2, shown.split('\n').length))}
      readOnly={isReadOnly}
      value={shown}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        setTyped(undefined);
        if (typed !== undefined && typed !== value) onChange(typed);
      }}
    />
  );
}
