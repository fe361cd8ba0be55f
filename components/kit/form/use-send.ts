'use client';

import { useApi } from '#components/api/api-provider.tsx';
import type { AnyVariables, ApiDocument } from '#components/api/document.ts';
import { type Payload, toldBy, type UserError } from '#components/api/told.ts';

export type Sent<Data> = { data: Data; refusals: readonly [] } | { data: undefined; refusals: readonly UserError[] };

/** A mutation as a form sends it: what came back, or why nothing was done, which the form says at its fields. */
export function useSend<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: ApiDocument<Data, Variables>,
  payloadOf: (data: Data) => Payload,
): (variables: Variables) => Promise<Sent<Data>> {
  const api = useApi();
  return async (variables) => {
    const told = toldBy(await api(document, variables), payloadOf);
    if (told.ok) return { data: told.data, refusals: [] };
    return { data: undefined, refusals: told.fault === undefined ? told.userErrors : [{ message: told.fault }] };
  };
}
