/** What a mutation did, or why it did nothing: the one way in which every button, form and act reads its answer. */
import type { ApiError } from './client.ts';
import { faultOf } from './fault.ts';

/** What the API refused, and the part of the input that it is about. */
export type UserError = { message: string; path?: readonly string[] | null };
/** What every mutation answers with, beside what it made. */
export type Payload = { userErrors: readonly UserError[] };

export type Refused = {
  ok: false;
  /** Why, as one text. */
  sentence: string;
  /** What the API refused, each with the part of the input that it is about; none when it did not get through. */
  userErrors: readonly UserError[];
  /** Why it did not get through. */
  fault: string | undefined;
};
export type Told<Data> = { ok: true; data: Data } | Refused;

type Answer<Data> = { data?: Data | null | undefined; error?: ApiError | undefined };

const noAnswer = 'There was no answer. Look whether it was done before you try again.';

/** Reads an answer. A fault counts more than what came with it. */
export function toldBy<Data>({ data, error }: Answer<Data>, payloadOf: (data: Data) => Payload): Told<Data> {
  if (error !== undefined) return notThrough(faultOf(error).sentence);
  if (data === undefined || data === null) return notThrough(noAnswer);
  const { userErrors } = payloadOf(data);
  if (userErrors.length === 0) return { ok: true, data };
  return { ok: false, sentence: userErrors.map(({ message }) => message).join('. '), userErrors, fault: undefined };
}

function notThrough(fault: string): Refused {
  return { ok: false, sentence: fault, userErrors: [], fault };
}
