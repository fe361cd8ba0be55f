'use client';

import { createContext, lazy, Suspense, use } from 'react';
import type { LineInputProps } from '#components/kit/form/schema/line-input.ts';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { ExpressionContext } from '#components/nouns/workflow/editor/expression/expression-context.ts';
import { TextField } from '#components/ui/form/text-field.tsx';

/** The step whose params a form holds. */
export const StepOfParams = createContext<{ stepId: string; isReadOnly: boolean } | undefined>(undefined);

// The language and the editor of a line come when the first field is shown.
const TemplateInput = lazy(async () => ({
  default: (await import('#components/nouns/workflow/editor/expression/template-input.tsx')).TemplateInput,
}));

/** A line of the form of params. */
export function ParamsLine(parts: LineInputProps) {
  const isBrowser = useIsBrowser();
  const definition = use(ExpressionContext)?.definition;
  const step = use(StepOfParams);
  const { id, label, value, hint, onChange } = parts;
  const plain = (
    <TextField
      id={id}
      label={label}
      {...(hint !== undefined && { hint })}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
  if (!isBrowser || definition === undefined || step === undefined) return plain;
  const { stepId, isReadOnly } = step;
  return (
    <Suspense fallback={plain}>
      <TemplateInput {...parts} definition={definition} place={{ kind: 'params', stepId }} isReadOnly={isReadOnly} />
    </Suspense>
  );
}
