'use client';

import { useState } from 'react';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { useApi } from './api-provider.tsx';
import type { AnyVariables, ApiDocument } from './document.ts';
import { type Payload, type Refused, toldBy, type UserError } from './told.ts';

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

type State = { isBusy: boolean; refused?: Refused };

/** A mutation as a button needs it. Every mutation answers with one payload that lists its refusals. */
export function useCommand<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: ApiDocument<Data, Variables>,
  payloadOf: (data: Data) => Payload,
): Command<Data, Variables> {
  const api = useApi();
  const say = useToast();
  const [{ isBusy, refused }, setState] = useState<State>({ isBusy: false });
  const call = async (variables: Variables) => {
    setState({ isBusy: true });
    const told = toldBy(await api(document, variables), payloadOf);
    setState({ isBusy: false, ...(!told.ok && { refused: told }) });
    return told;
  };
  return {
    isBusy,
    refusal: refused?.sentence,
    userErrors: refused?.userErrors ?? [],
    fault: refused?.fault,
    run: async (variables) => {
      const told = await call(variables);
      return told.ok ? told.data : undefined;
    },
    act: async (variables) => {
      const told = await call(variables);
      if (!told.ok) say({ words: told.sentence, kind: 'failed' });
      return told.ok ? told.data : undefined;
    },
  };
}
