'use client';

import { lazy, Suspense } from 'react';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import type { FieldWords } from '#components/ui/form/field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import type { Option } from './option-search.ts';

export type ComboboxProps = FieldWords & {
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  placeholder?: string;
  /** Emptied and left it is nothing; else it is as it was. */
  mayBeEmpty?: boolean;
};

// Only a form needs it, and a form shows its values without it.
const ComboboxInput = lazy(async () => ({ default: (await import('./combobox-input.tsx')).ComboboxInput }));

/** One of many, found by typing. What is typed out in full counts as chosen, whether it is in the list or not. */
export function Combobox(props: ComboboxProps) {
  const isBrowser = useIsBrowser();
  const place = <ComboboxPlace {...props} />;
  return isBrowser ? (
    <Suspense fallback={place}>
      <ComboboxInput {...props} />
    </Suspense>
  ) : (
    place
  );
}

/** The field as it stands until it can be used. */
function ComboboxPlace({ options: _, onChange: __, mayBeEmpty: ___, ...words }: ComboboxProps) {
  return <TextField {...words} readOnly />;
}
