/** E-mail addresses: what people sign in with, and by which they are invited. */
import { accessBounds } from '#domain/bounds/access.ts';
import type { Refusal } from '#domain/refusal.ts';
import { nameFault } from '#domain/value/names.ts';

/** An e-mail address as it is stored and looked up: people type theirs in any case. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** What is wrong with an address that is given to somebody new. Two that look the same are the same. */
export function checkEmail(email: string): Refusal[] {
  if (email.length > accessBounds.emailLengthMax || !/^[^\s@]+@[^\s@]+$/.test(email.trim()))
    return bad('an e-mail address is needed here');
  const fault = nameFault(email.trim());
  return fault === undefined ? [] : bad(`the e-mail address ${fault}`);
}

function bad(message: string): Refusal[] {
  return [{ code: 'BAD_INPUT', message, path: ['email'] }];
}
