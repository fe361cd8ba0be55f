/** Which names say that their value is a secret: of headers, of params, of fields of a line. */
import { logBounds } from '#domain/bounds/log.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

const secretName =
  /(?:^|[-_.])(?:authorization|cookie|set-cookie|token|secret|password|passwd|passphrase|pwd|credentials?|signature|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret|session[-_]?id)$/i;
// `accessToken`, `clientSecret`: a hump stands for a dash.
const hump = /([a-z0-9])([A-Z])/g;

/** True when a value under this name is a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replaceAll(hump, '$1-$2'));
}

/** Texts and numbers under secret names anywhere in a value; so many and no more. */
export function secretsIn(value: Json): string[] {
  const found: string[] = [];
  const open: { value: Json; isSecret: boolean }[] = [{ value, isSecret: false }];
  while (open.length > 0 && found.length < logBounds.secretsPerValueMax) {
    const next = open.pop();
    if (next === undefined) break;
    const { value: here, isSecret } = next;
    if (isSecret && (typeof here === 'string' || typeof here === 'number')) found.push(String(here));
    else if (Array.isArray(here)) for (const item of here) open.push({ value: item, isSecret });
    else if (isJsonObject(here))
      for (const [name, inner] of Object.entries(here))
        open.push({ value: inner, isSecret: isSecret || isSecretName(name) });
  }
  return found;
}
