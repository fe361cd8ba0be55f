'use client';

import { TextField } from '#components/ui/form/text-field.tsx';
import { accessBounds } from '#domain/bounds/access.ts';

type NewPasswordProps = { label: string; problem: string | undefined };

/** A password that is chosen now. */
export function NewPassword({ label, problem }: NewPasswordProps) {
  return (
    <TextField
      label={label}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      minLength={accessBounds.passwordLengthMin}
      hint={`At least ${accessBounds.passwordLengthMin} characters; a few words in a row are long, and easy to remember.`}
      problem={problem}
      className="h-9"
    />
  );
}
