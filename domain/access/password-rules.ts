/** What a password may be. Length is what protects; signs of every kind are nobody's duty. */
import { accessBounds } from '#domain/bounds/access.ts';
import type { Refusal } from '#domain/refusal.ts';
import { sizeBytesAbove } from '#domain/value/json.ts';

type NewPassword = {
  password: string;
  /** Whom it belongs to; a password that is their address is the first guess. */
  email: string;
  path: string[];
};

/** What is wrong with a password to be. */
export function checkPasswordText({ password, email, path }: NewPassword): Refusal[] {
  const { passwordLengthMin, passwordSizeBytesMax } = accessBounds;
  if (password.length < passwordLengthMin || sizeBytesAbove(passwordSizeBytesMax, password) !== undefined)
    return bad(
      `a password has at least ${passwordLengthMin} characters and at most ${passwordSizeBytesMax} bytes`,
      path,
    );
  if (!password.isWellFormed()) return bad('the password holds characters that cannot be stored', path);
  if (password.trim() === '') return bad('a password is more than blanks', path);
  if (password.toLowerCase() === email.toLowerCase()) return bad('the e-mail address is no password', path);
  return [];
}

function bad(message: string, path: string[]): Refusal[] {
  return [{ code: 'BAD_INPUT', message, path }];
}
