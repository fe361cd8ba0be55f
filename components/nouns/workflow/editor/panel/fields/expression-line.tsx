'use client';

import { SettledField } from '#components/nouns/workflow/editor/panel/settled-field.tsx';

export type ExpressionLineProps = {
  label: string;
  isLabelHidden?: boolean;
  hint?: string | undefined;
  placeholder?: string | undefined;
  problem?: string | undefined;
  isReadOnly: boolean;
  /** The step that it is read in. */
  step: string;
  value: string;
  onChange: (value: string) => void;
};

/** An expression on one line. Every expression of a step is written here. */
export function ExpressionLine({ step: _, onChange, hint, placeholder, ...words }: ExpressionLineProps) {
  return (
    <SettledField
      {...words}
      {...(hint !== undefined && { hint })}
      {...(placeholder !== undefined && { placeholder })}
      isMono
      onSettle={onChange}
    />
  );
}
