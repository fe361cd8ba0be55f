'use client';

import { useState } from 'react';
import { useApi } from './api-provider.tsx';
import type { Ask } from './ask.ts';
import { type Payload, type Told, toldBy } from './told.ts';

export type Order = {
  run: <Value extends Payload>(asked: Ask<Value>) => Promise<Told<Value>>;
  isBusy: boolean;
  /** Why the last one did nothing. */
  refusal: string | undefined;
};

/** Any change of the API as a part of the kit needs it, which does not know beforehand which one it will be. */
export function useOrder(): Order {
  const api = useApi();
  const [state, setState] = useState<{ isBusy: boolean; refusal: string | undefined }>({
    isBusy: false,
    refusal: undefined,
  });
  const run = async <Value extends Payload>({ document, variables, valueOf }: Ask<Value>): Promise<Told<Value>> => {
    setState({ isBusy: true, refusal: undefined });
    const { data, error } = await api(document, variables);
    const value = data === undefined || data === null ? undefined : valueOf(data);
    const told = toldBy({ data: value, error }, (payload) => payload);
    setState({ isBusy: false, refusal: told.ok ? undefined : told.sentence });
    return told;
  };
  return { ...state, run };
}
