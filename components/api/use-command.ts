'use client';

import { type AnyVariables, type TypedDocumentNode, useMutation } from 'urql';
import { faultOf } from './fault.ts';

/** What the API refused, and the part of the input that it is about. */
export type UserError = { message: string; path?: readonly string[] | null };
/** What every mutation answers with, beside what it made. */
export type Payload = { userErrors: readonly UserError[] };

export type Command<Data, Variables> = {
  /** What came back; undefined when the command was refused or did not get through. */
  run: (variables: Variables) => Promise<Data | undefined>;
  isBusy: boolean;
  /** Why the last call did nothing. */
  refusal: string | undefined;
  /** What the API refused in the last call, each with the part of the input that it is about. */
  userErrors: readonly UserError[];
  /** Why the last call did not get through. */
  fault: string | undefined;
};

/** A mutation as a button needs it. Every mutation answers with one payload that lists its refusals. */
export function useCommand<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Payload,
): Command<Data, Variables> {
  const [state, execute] = useMutation(document);
  const userErrors = state.data === undefined || state.data === null ? [] : payloadOf(state.data).userErrors;
  const fault = state.error === undefined ? undefined : faultOf(state.error).sentence;
  const refused = userErrors.length === 0 ? undefined : userErrors.map(({ message }) => message).join('. ');
  return {
    isBusy: state.fetching,
    refusal: fault ?? refused,
    userErrors,
    fault,
    run: async (variables) => {
      const { data } = await execute(variables);
      if (data === undefined || data === null || payloadOf(data).userErrors.length > 0) return undefined;
      return data;
    },
  };
}
