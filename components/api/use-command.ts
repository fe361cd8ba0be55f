'use client';

import { type AnyVariables, type TypedDocumentNode, useMutation } from 'urql';
import { faultOf } from './fault.ts';

type UserErrors = { userErrors: readonly { message: string }[] };

export type Command<Data, Variables> = {
  /** What came back; undefined when the command was refused or did not get through. */
  run: (variables: Variables) => Promise<Data | undefined>;
  isBusy: boolean;
  /** Why the last call did nothing. */
  refusal: string | undefined;
};

/** A mutation as a button needs it. Every mutation answers with one payload that lists its refusals. */
export function useCommand<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => UserErrors,
): Command<Data, Variables> {
  const [state, execute] = useMutation(document);
  const refusals = state.data === undefined || state.data === null ? [] : payloadOf(state.data).userErrors;
  const refusal = refusals.length === 0 ? undefined : refusals.map(({ message }) => message).join('. ');
  return {
    isBusy: state.fetching,
    refusal: state.error === undefined ? refusal : faultOf(state.error).sentence,
    run: async (variables) => {
      const { data } = await execute(variables);
      if (data === undefined || data === null || payloadOf(data).userErrors.length > 0) return undefined;
      return data;
    },
  };
}
