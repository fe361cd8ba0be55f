'use client';

import { type AnyVariables, type OperationResult, type TypedDocumentNode, useMutation } from 'urql';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { faultOf } from './fault.ts';

/** What the API refused, and the part of the input that it is about. */
export type UserError = { message: string; path?: readonly string[] | null };
/** What every mutation answers with, beside what it made. */
export type Payload = { userErrors: readonly UserError[] };

export type Command<Data, Variables> = {
  /**
   * What came back; undefined when the command was refused or did not get through, which is said in a corner: also by an
   * undo, whose screen may be gone.
   */
  act: (variables: Variables) => Promise<Data | undefined>;
  /** The same for those who show `refusal` themselves, beside the fields or the button that it is about. */
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
  const say = useToast();
  const outcomeOf = ({ data, error }: Pick<OperationResult<Data>, 'data' | 'error'>) => {
    const userErrors = data === undefined || data === null ? [] : payloadOf(data).userErrors;
    const fault = error === undefined ? undefined : faultOf(error).sentence;
    const refused = userErrors.length === 0 ? undefined : userErrors.map(({ message }) => message).join('. ');
    return { userErrors, fault, refusal: fault ?? refused };
  };
  const call = async (variables: Variables) => {
    const answer = await execute(variables);
    const { refusal } = outcomeOf(answer);
    return { refusal, data: refusal === undefined ? (answer.data ?? undefined) : undefined };
  };
  return {
    ...outcomeOf(state),
    isBusy: state.fetching,
    run: async (variables) => (await call(variables)).data,
    act: async (variables) => {
      const { data, refusal } = await call(variables);
      if (refusal !== undefined) say({ words: refusal, kind: 'failed' });
      return data;
    },
  };
}
