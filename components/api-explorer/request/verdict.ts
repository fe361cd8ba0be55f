/** What an answer of the API amounts to: a status of 200 alone says little. */
import { isJsonObject } from '#domain/value/json.ts';

/** `refused`: the API understood the request and did not do it, or not all of it. */
export type Verdict = 'answered' | 'refused' | 'failed';

/** True for a word that says what an answer amounted to. */
export function isVerdict(word: unknown): word is Verdict {
  return word === 'answered' || word === 'refused' || word === 'failed';
}

/** Reads an answer. `body` is undefined for what is no JSON. */
export function verdictOf(status: number, body: unknown): Verdict {
  if (status >= 400 || !isJsonObject(body) || (Array.isArray(body.errors) && body.errors.length > 0)) return 'failed';
  const payloads = isJsonObject(body.data) ? Object.values(body.data) : [];
  return payloads.some(isRefused) ? 'refused' : 'answered';
}

// Every mutation answers with a payload that lists its refusals; a mistake in a definition is told in the same way.
function isRefused(payload: unknown): boolean {
  if (!isJsonObject(payload)) return false;
  return [payload.userErrors, payload.problems].some((list) => Array.isArray(list) && list.length > 0);
}
