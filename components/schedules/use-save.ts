'use client';

import { type AnyVariables, type TypedDocumentNode, useMutation } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import { type FormProblems, placeRefusals } from './schedule-form.ts';

type Payload = { userErrors: readonly { message: string; path: readonly string[] | null }[] };

export type Save<Data, Variables> = {
  /** What came back; undefined when it was refused or did not get through. */
  run: (variables: Variables) => Promise<Data | undefined>;
  isBusy: boolean;
  problems: FormProblems;
  refusal: string | undefined;
};

/** A mutation behind a form: every refusal goes to the field that its path names. */
export function useSave<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Payload,
): Save<Data, Variables> {
  const [state, execute] = useMutation(document);
  const payload = state.data === undefined || state.data === null ? undefined : payloadOf(state.data);
  const { problems, others } = placeRefusals(payload?.userErrors ?? []);
  const fault = state.error === undefined ? undefined : faultOf(state.error).sentence;
  const hasProblems = Object.keys(problems).length > 0 ? 'Some fields need another look.' : undefined;
  return {
    isBusy: state.fetching,
    problems,
    refusal: fault ?? (others.length > 0 ? others.join(' ') : hasProblems),
    run: async (variables) => {
      const { data } = await execute(variables);
      if (data === undefined || data === null || payloadOf(data).userErrors.length > 0) return undefined;
      return data;
    },
  };
}
