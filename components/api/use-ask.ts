'use client';

import type { Ask } from './ask.ts';
import type { ApiClient } from './client.ts';
import type { AnyVariables, ApiDocument } from './document.ts';
import { type Fault, faultOf } from './fault.ts';
import { useReading } from './use-reading.ts';

/** A reading that came back, or why it did not. */
export type Reading<Value> = { ok: true; value: Value } | { ok: false; fault: Fault };

/** Asks once, now. */
export async function readNow<Value>(
  api: ApiClient,
  { document, variables, valueOf }: Ask<Value>,
): Promise<Reading<Value>> {
  const { data, error } = await api(document, variables);
  if (error !== undefined) return { ok: false, fault: faultOf(error) };
  return { ok: true, value: valueOf(data) };
}

// A hook is called whether there is a question or not; this one is never sent.
const nothing: ApiDocument<unknown, AnyVariables> = '';

/** What a question is answered with, for as long as it is asked; undefined asks nothing. */
export function useAsk<Value>(asked: Ask<Value> | undefined, { keepsShown = false } = {}) {
  const { data, fault, reload } = useReading({
    query: asked?.document ?? nothing,
    variables: asked?.variables ?? {},
    pause: asked === undefined,
    keepsShown,
  });
  const value = asked === undefined || data === undefined ? undefined : asked.valueOf(data);
  return { value, fault, reload };
}
