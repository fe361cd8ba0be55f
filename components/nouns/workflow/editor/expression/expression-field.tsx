'use client';

import { lazy, Suspense } from 'react';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import type { Definition } from '#domain/workflow/definition.ts';
import type { ExpressionPlace } from './expression-world.ts';

export type ExpressionFieldParts = {
  label: string;
  isLabelHidden?: boolean;
  hint?: string;
  problem?: string | undefined;
  placeholder?: string;
  isReadOnly: boolean;
  value: string;
  /** The definition around it, and where in it the expression stands. */
  definition: Definition;
  place: ExpressionPlace;
  /** Why what is typed cannot be written. It stays in the field then, to be mended. */
  check?: ((typed: string) => string | undefined) | undefined;
  /** What was typed, as soon as the field is left or Enter is pressed. */
  onSettle: (value: string) => void;
};

// The language and the editor of a line come when the first field is shown.
const ExpressionInput = lazy(async () => ({ default: (await import('./expression-input.tsx')).ExpressionInput }));

/** A line that holds an expression: it offers words, says what comes out, and can be tried. */
export function ExpressionField(parts: ExpressionFieldParts) {
  const isBrowser = useIsBrowser();
  const { label, isLabelHidden = false, placeholder, value } = parts;
  const place = (
    <TextField
      label={label}
      isLabelHidden={isLabelHidden}
      isMono
      readOnly
      value={value}
      {...(placeholder !== undefined && { placeholder })}
    />
  );
  if (!isBrowser) return place;
  return (
    <Suspense fallback={place}>
      <ExpressionInput {...parts} />
    </Suspense>
  );
}
