'use client';

import { useEffect, useEffectEvent } from 'react';
import type { Fault } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { RunDocument, type RunQuery } from '#components/generated/documents.ts';
import { applyToRunAndSteps } from '#components/live/apply-event.ts';
import { useLive } from '#components/live/use-live.ts';
import { isSettledRun } from '#domain/machines.ts';

export type RunDetails = NonNullable<RunQuery['run']>;
type RunView = { run: RunDetails | null | undefined; fault: Fault | undefined; reload: () => void };

/** One run with its steps, live. Null when there is none of this id, undefined until it is known. */
export function useRun(id: string): RunView {
  const { data, fault, reload } = useReading({ query: RunDocument, variables: { id } });
  const snapshot = data?.run ?? undefined;
  const live = useLive({
    snapshot,
    after: snapshot?.eventCursor,
    topic: { kind: 'run', run: id },
    fold: applyToRunAndSteps,
    onResync: reload,
  });
  useReadAtEnd({ snapshot, live, read: reload });
  return { run: data?.run === null ? null : live, fault, reload };
}

type Ending = { snapshot: RunDetails | undefined; live: RunDetails | undefined; read: () => void };

/** Reads a run once more when it settles: its variables, and the reasons in full, do not travel with events. */
function useReadAtEnd({ snapshot, live, read }: Ending): void {
  const readNow = useEffectEvent(read);
  const hasJustSettled =
    snapshot !== undefined && live !== undefined && !isSettledRun(snapshot.state) && isSettledRun(live.state);
  useEffect(() => {
    if (hasJustSettled) readNow();
  }, [hasJustSettled]);
}
