'use client';

import { useState } from 'react';
import { useClient } from 'urql';
import type { Ask } from './ask.ts';
import { faultOf } from './fault.ts';
import type { Payload } from './use-command.ts';

/** What was done, or why nothing was. */
export type Told<Value> = { ok: true; value: Value } | { ok: false; sentence: string };

export type Order = {
  run: <Value extends Payload>(asked: Ask<Value>) => Promise<Told<Value>>;
  isBusy: boolean;
  /** Why the last one did nothing. */
  refusal: string | undefined;
};

/** Any change of the API as a part of the kit needs it, which does not know beforehand which one it will be. */
export function useOrder(): Order {
  const client = useClient();
  const [state, setState] = useState<{ isBusy: boolean; refusal: string | undefined }>({
    isBusy: false,
    refusal: undefined,
  });
  const run = async <Value extends Payload>({ document, variables, valueOf }: Ask<Value>): Promise<Told<Value>> => {
    setState({ isBusy: true, refusal: undefined });
    const { data, error } = await client.mutation(document, variables).toPromise();
    const value = data === undefined || data === null ? undefined : valueOf(data);
    const refusal = error === undefined ? sentenceOf(value) : faultOf(error).sentence;
    setState({ isBusy: false, refusal });
    if (value === undefined || refusal !== undefined) return { ok: false, sentence: refusal ?? '' };
    return { ok: true, value };
  };
  return { ...state, run };
}

function sentenceOf(payload: Payload | undefined): string | undefined {
  if (payload === undefined || payload.userErrors.length === 0) return undefined;
  return payload.userErrors.map(({ message }) => message).join('. ');
}
