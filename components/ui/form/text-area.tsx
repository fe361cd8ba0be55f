'use client';

import { type ComponentProps, useId } from 'react';
import { classes } from '#components/ui/classes.ts';
import { describedBy, Field, type FieldWords } from './field.tsx';

type TextAreaProps = ComponentProps<'textarea'> & FieldWords & { isMono?: boolean };

/** Several lines of text. Everything a `<textarea>` takes, with its label, hint and problem. */
export function TextArea({ label, isLabelHidden, hint, problem, field, isMono, className, ...rest }: TextAreaProps) {
  const ownId = useId();
  const id = rest.id ?? ownId;
  const words = { label, isLabelHidden, hint, problem, field };
  return (
    <Field id={id} words={words}>
      <textarea
        rows={4}
        {...rest}
        id={id}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={describedBy(id, words)}
        className={classes('field h-auto w-full resize-y py-1.5', isMono && 'font-mono text-[0.93em]', className)}
      />
    </Field>
  );
}
