'use client';

import { type ComponentProps, useId } from 'react';
import { classes } from '#components/ui/classes.ts';
import { describedBy, Field, type FieldWords } from './field.tsx';

type TextFieldProps = Omit<ComponentProps<'input'>, 'size'> & FieldWords & { isSmall?: boolean; isMono?: boolean };

/** One line of text. Everything an `<input>` takes, with its label, hint and problem. */
export function TextField({
  label,
  isLabelHidden,
  hint,
  problem,
  field,
  isSmall,
  isMono,
  className,
  ...rest
}: TextFieldProps) {
  const ownId = useId();
  const id = rest.id ?? ownId;
  const words = { label, isLabelHidden, hint, problem, field };
  return (
    <Field id={id} words={words}>
      <input
        type="text"
        {...rest}
        id={id}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={describedBy(id, words)}
        className={classes('field w-full', isSmall && 'h-7', isMono && 'font-mono text-[0.93em]', className)}
      />
    </Field>
  );
}
