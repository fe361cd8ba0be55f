/** What the form of a new password holds. The password is typed twice: nobody sees what they type. */
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import { accessBounds } from '#domain/bounds/access.ts';

export type PasswordForm = { current: string; password: string; again: string };
export type PasswordField = 'current' | 'password' | 'again';

/** What each field of the form is called. */
export const passwordFields: Fields<PasswordField, PasswordForm> = {
  current: { label: 'Password of today', of: ['current'] },
  password: { label: 'New password', of: ['password'] },
  again: { label: 'New password again', of: ['again'] },
};

export const emptyPassword: PasswordForm = { current: '', password: '', again: '' };

/** What can be seen to be wrong without asking. */
export function problemsInPassword({ current, password, again }: PasswordForm): Problems<PasswordField> {
  const problems: Problems<PasswordField> = newPasswordProblems({ password, again });
  if (current === '') problems.current = 'The password with which you signed in.';
  return problems;
}

/** The same of a password that has no old one: of an invitation or a reset. */
export function newPasswordProblems({
  password,
  again,
}: Pick<PasswordForm, 'password' | 'again'>): Problems<'password' | 'again'> {
  const problems: Problems<'password' | 'again'> = {};
  if (password.length < accessBounds.passwordLengthMin)
    problems.password = `At least ${accessBounds.passwordLengthMin} characters.`;
  if (again !== password) problems.again = 'This is not what stands above.';
  return problems;
}
