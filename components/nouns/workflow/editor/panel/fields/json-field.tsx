'use client';

import { useState } from 'react';
import { parseJson, printJson } from '#components/kit/form/schema/json-text.ts';
import { TextArea } from '#components/ui/form/text-area.tsx';
import type { Json } from '#domain/value/json.ts';

type Parts = {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  isReadOnly: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

/** Any value, as JSON. It changes the definition when the field is left and can be read. */
export function JsonField({ label, hint, problem, isReadOnly, value, onChange }: Parts) {
  const [typed, setTyped] = useState<string>();
  const said = value === undefined ? '' : printJson(value);
  const shown = typed ?? said;
  const isBroken = typed !== undefined && typed.trim() !== '' && parseJson(typed) === undefined;
  const settle = () => {
    if (typed === undefined || isBroken) return;
    setTyped(undefined);
    if (typed.trim() !== said.trim()) onChange(parseJson(typed));
  };
  return (
    <TextArea
      label={label}
      isMono
      rows={Math.min(12, Math.max(2, shown.split('\n').length))}
      spellCheck={false}
      readOnly={isReadOnly}
      hint={hint}
      problem={isBroken ? 'This is no JSON yet.' : problem}
      value={shown}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
    />
  );
}
