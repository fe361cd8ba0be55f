'use client';

import { type AnyVariables, type TypedDocumentNode, useMutation } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import type { Payload, UserError } from '#components/api/use-command.ts';

export type Sent<Data> = { data: Data; refusals: readonly [] } | { data: undefined; refusals: readonly UserError[] };

/** A mutation as a form sends it: what came back, or why nothing was done. */
export function useSend<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Payload,
): (variables: Variables) => Promise<Sent<Data>> {
  const [, execute] = useMutation(document);
  return async (variables) => {
    const { data, error } = await execute(variables);
    if (error !== undefined) return { data: undefined, refusals: [{ message: faultOf(error).sentence }] };
    if (data === undefined || data === null) return { data: undefined, refusals: [{ message: noAnswer }] };
    const { userErrors } = payloadOf(data);
    return userErrors.length > 0 ? { data: undefined, refusals: userErrors } : { data, refusals: [] };
  };
}

const noAnswer = 'There was no answer. Look whether it was done before you try again.';
