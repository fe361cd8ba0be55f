'use client';

import { type AnyVariables, type TypedDocumentNode, useMutation } from 'urql';
import { type Payload, toldBy, type UserError } from '#components/api/told.ts';

export type Sent<Data> = { data: Data; refusals: readonly [] } | { data: undefined; refusals: readonly UserError[] };

/** A mutation as a form sends it: what came back, or why nothing was done, which the form says at its fields. */
export function useSend<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Payload,
): (variables: Variables) => Promise<Sent<Data>> {
  const [, execute] = useMutation(document);
  return async (variables) => {
    const told = toldBy(await execute(variables), payloadOf);
    if (told.ok) return { data: told.data, refusals: [] };
    return { data: undefined, refusals: told.fault === undefined ? told.userErrors : [{ message: told.fault }] };
  };
}
