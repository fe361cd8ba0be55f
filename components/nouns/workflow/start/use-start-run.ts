'use client';

import { useMutation } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import { StartRunDocument, type StartRunInput, type StartRunMutation } from '#components/generated/documents.ts';

type Refusals = StartRunMutation['startRun']['userErrors'];

/** What became of a start: a run, or why there is none. */
export type Start = { kind: 'started'; runId: string; isRepeat: boolean } | { kind: 'refused'; refusals: Refusals };

/** Starts runs; refusals come with the path of what they are about. */
export function useStartRun(): { start: (input: StartRunInput) => Promise<Start>; isBusy: boolean } {
  const [{ fetching }, execute] = useMutation(StartRunDocument);
  return {
    isBusy: fetching,
    start: async (input) => {
      const { data, error } = await execute({ input });
      if (error !== undefined) {
        const { sentence } = faultOf(error);
        return { kind: 'refused', refusals: [{ code: 'BAD_INPUT', message: sentence, path: null }] };
      }
      const payload = data?.startRun;
      const runId = payload?.run?.id;
      if (payload === undefined || runId === undefined) return { kind: 'refused', refusals: payload?.userErrors ?? [] };
      return { kind: 'started', runId, isRepeat: payload.idempotentReplay };
    },
  };
}
